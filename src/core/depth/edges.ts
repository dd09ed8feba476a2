import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';

/** Flying pixels are masked from this relative jump on, unless the user says otherwise; measured by `npm run bench`. */
export const DEFAULT_EDGE_THRESHOLD = 0.04;

/**
 * Marks flying pixels: those that float between a near and a far surface because the model, or a resize, mixed the two.
 *
 * The test works in disparity 1/z, which is affine in the pixel on every plane, however slanted. Along a row and along
 * a column, the jump across a pixel, d(+1) − d(−1), is compared with what the slopes just outside it, d(−1) − d(−2) and
 * d(+2) − d(+1), would make of it: equal on a plane, far apart in the middle of a smeared step. The difference,
 * relative to the pixel's own disparity, is held against `threshold`; 0 marks nothing.
 *
 * @returns the mask with the `edge` bit added, as a new array [h,w].
 */
export function markEdges({ size, depthMetres, mask }: DepthMap, threshold: number): Uint8Array {
  const marked = mask.slice();
  if (threshold <= 0) return marked;
  const { widthPx, heightPx } = size;
  const disparity = disparityOf(depthMetres);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const i = y * widthPx + x;
      const limit = threshold * disparity[i]!;
      const edge =
        Math.abs(unexplainedJump(disparity, i, 1, x, widthPx)) > limit ||
        Math.abs(unexplainedJump(disparity, i, widthPx, y, heightPx)) > limit;
      if (edge) marked[i] = marked[i]! | MaskReason.edge;
    }
  }
  return marked;
}

function disparityOf(depthMetres: Float32Array): Float32Array {
  const disparity = new Float32Array(depthMetres.length);
  for (let i = 0; i < disparity.length; i++) {
    const depth = depthMetres[i]!;
    disparity[i] = depth > 0 ? 1 / depth : 0;
  }
  return disparity;
}

/** The jump across element `i` of a line with the given stride, less what its surroundings' slopes explain. */
function unexplainedJump(disparity: Float32Array, i: number, stride: number, at: number, length: number): number {
  if (at < 1 || at > length - 2) return 0;
  const before = disparity[i - stride]!;
  const after = disparity[i + stride]!;
  const slopeBefore = at >= 2 ? before - disparity[i - 2 * stride]! : 0;
  const slopeAfter = at <= length - 3 ? disparity[i + 2 * stride]! - after : 0;
  return after - before - (slopeBefore + slopeAfter);
}
