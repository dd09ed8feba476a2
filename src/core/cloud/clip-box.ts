import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import { raySlopes } from '../camera/rays';

/** From one face to the one across, metres; both faces belong to the box. */
export type ClipStretch = readonly [least: number, most: number];

/** A box along the axes of the camera (OpenCV: x right, y down, z forward), outside of which points are masked. */
export interface ClipBox {
  readonly x: ClipStretch;
  readonly y: ClipStretch;
  readonly z: ClipStretch;
}

/** A face so far off clips nothing. Finite, so that JSON and a shader's floats hold it. */
export const OPEN_FACE_METRES = 1e9;

/** Clips nothing. */
export const OPEN_CLIP_BOX: ClipBox = {
  x: [-OPEN_FACE_METRES, OPEN_FACE_METRES],
  y: [-OPEN_FACE_METRES, OPEN_FACE_METRES],
  z: [-OPEN_FACE_METRES, OPEN_FACE_METRES],
};

/**
 * The depths at which a grid's points lie inside a box: least and greatest z of each column and of each row, metres, as
 * 32-bit floats, interleaved. A point is inside where its z is within both. So viewer and exporter compare the same
 * floats, and no rounding of x and y tells them apart.
 */
export interface ClipLimits {
  /** [w,2] */
  readonly columns: Float32Array<ArrayBuffer>;
  /** [h,2] */
  readonly rows: Float32Array<ArrayBuffer>;
}

/** The limits of a box on a grid. @param intrinsics the camera in the grid's pixels */
export function clipLimits(box: ClipBox, size: ImageSize, { fxPx, fyPx, cxPx, cyPx }: Intrinsics): ClipLimits {
  return {
    columns: depthsAlong(raySlopes(size.widthPx, cxPx, fxPx), box.x, box.z),
    rows: depthsAlong(raySlopes(size.heightPx, cyPx, fyPx), box.y, box.z),
  };
}

/** Whether the point of a pixel, counted row by row, is inside at a depth. The viewer's shader mirrors this. */
export function isInsideClip({ columns, rows }: ClipLimits, pixel: number, depthMetres: number): boolean {
  const widthPx = columns.length / 2;
  const row = 2 * Math.floor(pixel / widthPx);
  const column = 2 * (pixel % widthPx);
  return (
    depthMetres >= columns[column]! &&
    depthMetres <= columns[column + 1]! &&
    depthMetres >= rows[row]! &&
    depthMetres <= rows[row + 1]!
  );
}

/** least ≤ slope · z ≤ most, solved for z, and within the box's own z. */
function depthsAlong(slopes: Float64Array, [least, most]: ClipStretch, ahead: ClipStretch): Float32Array<ArrayBuffer> {
  const depths = new Float32Array(2 * slopes.length);
  for (const [i, slope] of slopes.entries()) {
    const [nearest, farthest] = depthsOf(slope, least, most);
    depths[2 * i] = Math.max(nearest, ahead[0]);
    depths[2 * i + 1] = Math.min(farthest, ahead[1]);
  }
  return depths;
}

function depthsOf(slope: number, least: number, most: number): ClipStretch {
  if (slope > 0) return [least / slope, most / slope];
  if (slope < 0) return [most / slope, least / slope];
  // Straight ahead: inside at every depth, or at none.
  return least <= 0 && most >= 0 ? [-Infinity, Infinity] : [Infinity, -Infinity];
}
