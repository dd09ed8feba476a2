import type { ImageSize } from '../../camera/intrinsics';

/** The endings of files that depth is read from, the most exact first. */
export const DEPTH_FILE_EXTENSIONS = ['npy', 'npz', 'exr', 'pfm', 'tiff', 'tif', 'png'] as const;

/** Depth as a file holds it. */
export interface DepthImage {
  readonly size: ImageSize;
  /** Planar z in the file's own unit, [h,w], top row first; 0, negative or no number where there is none. */
  readonly values: Float32Array;
  /** Whether the file holds whole numbers, whose unit it cannot say; else metres. */
  readonly isWhole: boolean;
}

/** What is wrong with a depth file, in words that follow its name. */
export class DepthFault extends Error {}

/** More than this would not fit into memory beside its normals and its photo. */
const MOST_PIXELS = 2 ** 26;

/**
 * A grid that a depth map can have.
 *
 * @throws DepthFault where it is empty or too large.
 */
export function depthSize(widthPx: number, heightPx: number): ImageSize {
  const isGrid = Number.isSafeInteger(widthPx) && Number.isSafeInteger(heightPx) && widthPx > 0 && heightPx > 0;
  if (!isGrid) throw new DepthFault('holds no picture');
  if (widthPx * heightPx > MOST_PIXELS) {
    throw new DepthFault(`is ${String(widthPx)} × ${String(heightPx)}: too large for a depth map`);
  }
  return { widthPx, heightPx };
}

/** The number of an IEEE 754 half. */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
