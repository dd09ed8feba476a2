import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import type { DepthRow, DepthRows } from './depth-rows';

/** Metric depth on one grid, whole in memory. Points are masked, never deleted: see `MaskReason`. */
export interface DepthMap {
  readonly size: ImageSize;
  /** The photo's camera in this grid's pixels. */
  readonly intrinsics: Intrinsics;
  /** Planar z in metres, [h,w]. */
  readonly depthMetres: Float32Array;
  /** `MaskReason` bits, [h,w]. */
  readonly mask: Uint8Array;
  /** Unit normals in the OpenCV camera frame, interleaved [h,w,3], facing the camera. */
  readonly normals: Float32Array | undefined;
  /** 0 to 1, [h,w]. */
  readonly confidence: Float32Array | undefined;
}

/** The rows of a depth map as views of its arrays: no copies. */
export function depthMapRows(map: DepthMap): DepthRows {
  const { size, intrinsics, depthMetres, mask, normals, confidence } = map;
  const width = size.widthPx;
  return {
    size,
    intrinsics,
    hasNormals: normals !== undefined,
    hasConfidence: confidence !== undefined,
    row: (y): DepthRow => {
      const start = y * width;
      const end = start + width;
      return {
        depthMetres: depthMetres.subarray(start, end),
        mask: mask.subarray(start, end),
        ...(normals && { normals: normals.subarray(3 * start, 3 * end) }),
        ...(confidence && { confidence: confidence.subarray(start, end) }),
      };
    },
  };
}

/** Smallest and largest depth among the pixels that count, in metres; undefined where none does. */
export function depthRangeMetres({ depthMetres, mask }: DepthMap): readonly [number, number] | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 0) continue;
    const depth = depthMetres[i]!;
    if (depth < min) min = depth;
    if (depth > max) max = depth;
  }
  return min <= max ? [min, max] : undefined;
}
