import type { ImageSize, Intrinsics } from '../../core/camera/intrinsics';
import { percentileOf } from './percentile';
import type { PointSample } from './visible-sample';

/** A view along the photo's own optical axis, upright as the photo is. Metres, OpenCV camera frame. */
export interface FittedView {
  readonly position: readonly [x: number, y: number, z: number];
  /** The point to orbit about: straight ahead, in the midst of what is visible. */
  readonly target: readonly [x: number, y: number, z: number];
  /** Tangent of half the vertical field of view. */
  readonly tanHalfHeight: number;
}

/** Visible points that fill at least this share of the picture, in width or height, are seen as the photo saw them. */
const SEEN_AS_THE_PHOTO = 0.5;

/** Points beyond these percentiles, at either end, need not be in view: strays would push the rest away. */
const LEFT_OUT = 0.01;

/** Half the frame's width or height is this much longer than what is framed, so that nothing touches the border. */
const MARGIN = 1.04;

/** Tangent of half the vertical field of view that shows the whole picture, which may have its axis off centre. */
export function containingTanHalfHeight(size: ImageSize, intrinsics: Intrinsics, aspect: number): number {
  const { fxPx, fyPx, cxPx, cyPx } = intrinsics;
  const tanX = Math.max(cxPx, size.widthPx - cxPx) / fxPx;
  const tanY = Math.max(cyPx, size.heightPx - cyPx) / fyPx;
  return MARGIN * Math.max(tanY, tanX / aspect);
}

/**
 * The view that frames the visible points. Where they still fill a good part of the picture it is the photo's own
 * camera; where a cut leaves little, it moves along, without turning, until that little fills the frame.
 *
 * @param points what is visible; none gives the photo's own camera with a target one metre ahead
 * @param intrinsics the camera shown, in the pixels of `size`
 * @param aspect width of the frame per height
 */
export function fitView(points: PointSample, size: ImageSize, intrinsics: Intrinsics, aspect: number): FittedView {
  const tanHalfHeight = containingTanHalfHeight(size, intrinsics, aspect);
  if (points.z.length === 0) return { position: [0, 0, 0], target: [0, 0, 1], tanHalfHeight };
  const middle = percentileOf(points.z.slice().sort(), 0.5);
  const fills = Math.max(
    (slopeExtent(points.x, points.z) * intrinsics.fxPx) / size.widthPx,
    (slopeExtent(points.y, points.z) * intrinsics.fyPx) / size.heightPx,
  );
  if (fills >= SEEN_AS_THE_PHOTO) return { position: [0, 0, 0], target: [0, 0, middle], tanHalfHeight };
  const acrossX = frameAxis(points.x, points.z, (tanHalfHeight * aspect) / MARGIN);
  const acrossY = frameAxis(points.y, points.z, tanHalfHeight / MARGIN);
  const x = acrossX.centre;
  const y = acrossY.centre;
  return { position: [x, y, Math.min(acrossX.apex, acrossY.apex)], target: [x, y, middle], tanHalfHeight };
}

/** How far the rays to the points spread along one axis, as a difference of slopes. */
function slopeExtent(across: Float64Array, z: Float64Array): number {
  const slopes = across.map((value, i) => value / z[i]!).sort();
  return percentileOf(slopes, 1 - LEFT_OUT) - percentileOf(slopes, LEFT_OUT);
}

/**
 * The foremost apex of a wedge of slope `tan` that holds the points: each must lie below both its sides,
 * ±(x − centre) ≤ tan · (z − apex).
 */
function frameAxis(across: Float64Array, z: Float64Array, tan: number): { centre: number; apex: number } {
  const above = percentileOf(across.map((value, i) => value - tan * z[i]!).sort(), 1 - LEFT_OUT);
  const below = percentileOf(across.map((value, i) => -value - tan * z[i]!).sort(), 1 - LEFT_OUT);
  return { centre: (above - below) / 2, apex: -(above + below) / (2 * tan) };
}
