import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';

/**
 * Flying pixels are masked from this relative jump on, unless the user says otherwise.
 *
 * Chosen on the rendered samples (test/accuracy/flying-pixels.test.ts), their exact depth smeared as the embedded
 * model's last step does it. Of the points kept within 3 px of an occlusion edge at most 2.6 % are then over 5 % off
 * (14–52 % without the mask), and 99.4 % of the points elsewhere are kept, in every scene. At 0.02 it is 4.5 % and
 * 99.8 %, at 0.01 1.8 % and 98.3 %.
 */
export const DEFAULT_EDGE_THRESHOLD = 0.015;

/** Pixels to either side of a pixel that the test looks at. */
const REACH = 2;

/**
 * Marks flying pixels: those that float between a near and a far surface because the model, or a resize, mixed the two.
 *
 * The test works in disparity 1/z, which is affine in the pixel on every plane, however slanted. It looks at five
 * pixels along the row and five along the column; a pixel must pass in both. The slope that all five share is the
 * slant of a plane and does not count. A pixel passes where it continues a surface: where the other slopes between it
 * and its two neighbours on one side are at most `threshold` of its own disparity. So the pure pixels on both sides of
 * a smeared step stay and the mixed ones between them go. A surface too thin for that, a pole, keeps its crest.
 *
 * Lines that would leave the picture are not tested: edges parallel to the border keep up to two mixed pixels there.
 *
 * @param map masked pixels count as surfaces too: the sky ends what stands before it.
 * @param threshold share of a pixel's disparity, 0 or more; 0 marks nothing.
 * @returns the mask with the `edge` bit added, as a new array [h,w].
 */
export function markEdges(map: Pick<DepthMap, 'size' | 'depthMetres' | 'mask'>, threshold: number): Uint8Array {
  const marked = map.mask.slice();
  if (threshold <= 0) return marked;
  const { widthPx, heightPx } = map.size;
  const disparity = disparityOf(map.depthMetres);
  for (let y = 0; y < heightPx; y++) {
    const columnFits = y >= REACH && y < heightPx - REACH;
    const row = y * widthPx;
    for (let x = 0; x < widthPx; x++) {
      const i = row + x;
      const rowFits = x >= REACH && x < widthPx - REACH;
      if (
        (rowFits && fliesOnLine(disparity, i, 1, threshold)) ||
        (columnFits && fliesOnLine(disparity, i, widthPx, threshold))
      ) {
        marked[i] = marked[i]! | MaskReason.edge;
      }
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

/** Whether element `i` continues neither the surface before it nor the one after it on a line of the given stride. */
function fliesOnLine(disparity: Float32Array, i: number, stride: number, threshold: number): boolean {
  const here = disparity[i]!;
  const limit = threshold * here;
  const before = disparity[i - stride]!;
  const innerBefore = here - before;
  const outerBefore = before - disparity[i - 2 * stride]!;
  // Most of a picture is level: taking a slant off could only bring its slopes nearer to 0.
  if (Math.abs(innerBefore) <= limit && Math.abs(outerBefore) <= limit) return false;
  const after = disparity[i + stride]!;
  const innerAfter = after - here;
  const outerAfter = disparity[i + 2 * stride]! - after;
  const slant = sharedSlope(outerBefore, innerBefore, innerAfter, outerAfter);
  const continuesBefore = Math.abs(innerBefore - slant) <= limit && Math.abs(outerBefore - slant) <= limit;
  const continuesAfter = Math.abs(innerAfter - slant) <= limit && Math.abs(outerAfter - slant) <= limit;
  if (continuesBefore || continuesAfter) return false;
  return !isCrest(outerBefore, innerBefore, innerAfter, outerAfter, limit);
}

/** The part that slopes have in common: the gentlest of them, or none where they do not all rise or all fall. */
function sharedSlope(a: number, b: number, c: number, d: number): number {
  if (a > 0 && b > 0 && c > 0 && d > 0) return Math.min(a, b, c, d);
  if (a < 0 && b < 0 && c < 0 && d < 0) return Math.max(a, b, c, d);
  return 0;
}

/**
 * Whether a pixel is nearer than its surroundings and rounded off: slopes flatten towards the top of a smeared pole
 * whose own depth survived, and steepen towards that of one whose depth is a mixture.
 */
function isCrest(
  outerBefore: number,
  innerBefore: number,
  innerAfter: number,
  outerAfter: number,
  limit: number,
): boolean {
  return (
    innerBefore >= 0 &&
    innerAfter <= 0 &&
    innerBefore <= Math.abs(outerBefore) + limit &&
    -innerAfter <= Math.abs(outerAfter) + limit
  );
}
