import { OPEN_CLIP_BOX, OPEN_FACE_METRES, type ClipBox, type ClipStretch } from '../../core/cloud/clip-box';
import type { Intrinsics } from '../../core/camera/intrinsics';
import { raySlopes } from '../../core/camera/rays';

/** The sliders' ends. */
export const CLIP_STEPS = 500;

type Steps = readonly [from: number, to: number];

interface ClippableDepth {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly depthMetres: Float32Array;
  /** `MaskReason` bits, [h,w]. */
  readonly mask: Uint8Array;
}

/** The least box round the points that no mask rejects, as they are shown; what the faces of a clip box move within. */
export function spanOfPoints(
  { widthPx, heightPx, depthMetres, mask }: ClippableDepth,
  { fxPx, fyPx, cxPx, cyPx }: Intrinsics,
  depthScale: number,
): ClipBox {
  const columnSlopes = raySlopes(widthPx, cxPx, fxPx);
  const rowSlopes = raySlopes(heightPx, cyPx, fyPx);
  const least = [Infinity, Infinity, Infinity];
  const most = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 0) continue;
    const z = depthMetres[i]! * depthScale;
    const place = [columnSlopes[i % widthPx]! * z, rowSlopes[Math.floor(i / widthPx)]! * z, z];
    for (const axis of [0, 1, 2]) {
      least[axis] = Math.min(least[axis]!, place[axis]!);
      most[axis] = Math.max(most[axis]!, place[axis]!);
    }
  }
  const along = (axis: number): ClipStretch => [least[axis]!, most[axis]!];
  return least[2] === Infinity ? OPEN_CLIP_BOX : { x: along(0), y: along(1), z: along(2) };
}

/** Where the thumbs stand for two faces: at the ends where those clip nothing of what there is. */
export function stepsOfFaces([from, to]: ClipStretch, span: ClipStretch): Steps {
  return [stepOf(from, span), stepOf(to, span)];
}

/** The faces that the thumbs stand for. One at the end of the scale clips nothing, whatever lies beyond what there is. */
export function facesOfSteps([from, to]: Steps, span: ClipStretch): ClipStretch {
  return [
    from <= 0 ? -OPEN_FACE_METRES : metresOf(from, span),
    to >= CLIP_STEPS ? OPEN_FACE_METRES : metresOf(to, span),
  ];
}

/** What is left between two faces, in metres. */
export function shownFaces([from, to]: ClipStretch, [least, most]: ClipStretch): ClipStretch {
  return [Math.max(from, least), Math.min(to, most)];
}

function stepOf(metres: number, [least, most]: ClipStretch): number {
  const share = (metres - least) / (most - least);
  return Math.round(CLIP_STEPS * Math.min(1, Math.max(0, share)));
}

function metresOf(step: number, [least, most]: ClipStretch): number {
  return least + ((most - least) * step) / CLIP_STEPS;
}
