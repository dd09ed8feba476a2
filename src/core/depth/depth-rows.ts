import type { ImageSize, Intrinsics } from '../camera/intrinsics';

/** Why a pixel is left out of clouds and depth files; bits of a mask byte. A byte of 0 keeps the pixel. */
export const MaskReason = {
  outOfRange: 1,
  sky: 2,
  edge: 4,
  grazing: 8,
  doubtful: 16,
  island: 32,
  clipped: 64,
} as const;

/** One row of a depth map. The arrays may be views or reused buffers: read them before asking for the next row. */
export interface DepthRow {
  /** Planar z in metres, one per pixel. */
  readonly depthMetres: Float32Array;
  /** {@link MaskReason} bits, one byte per pixel; 0 where the pixel counts. */
  readonly mask: Uint8Array;
  /** Unit normals, OpenCV camera frame (x right, y down, z forward), interleaved: 3 × width. */
  readonly normals?: Float32Array;
  /** 0 to 1, one per pixel. */
  readonly confidence?: Float32Array;
}

/** Metric depth over a pixel grid, row by row, so that a grid of any size takes bounded memory. */
export interface DepthRows {
  readonly size: ImageSize;
  /** The photo's camera, expressed in this grid's pixels. */
  readonly intrinsics: Intrinsics;
  readonly hasNormals: boolean;
  readonly hasConfidence: boolean;
  /** Rows with the same masks, and depth wherever there is one, for less work; absent where there are none. */
  readonly sketch?: DepthRows;
  /** Row `y`, 0 ≤ y < size.heightPx. */
  row(y: number): DepthRow;
}
