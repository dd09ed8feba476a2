import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';

/**
 * Flying pixels are masked from this relative jump on, unless the user says otherwise.
 *
 * Chosen on the rendered samples (test/accuracy/flying-pixels.test.ts), their exact depth smeared as a bilinear last
 * step of a model does it. Of the points kept within 3 px of an occlusion edge at most 4.5 % are then over 5 % off
 * (32–56 % without the mask), and 98.9 % of the points elsewhere are kept, in every scene. At 0.015 it is 5.7 % and
 * 99.3 %, at 0.01 3.3 % and 98.1 %.
 */
export const DEFAULT_EDGE_THRESHOLD = 0.0125;

/** Pixels to either side of a pixel that the test looks at. */
const REACH = 2;

/** Levels per unit of an edge threshold: thresholds come in steps of 0.00005. */
const LEVELS_PER_UNIT = 20_000;
const GREATEST_LEVEL = 65_534;

/** The part of a limit that is surely below it, whatever the rounding of the division that makes a level. */
const SURELY_BELOW = 1 - 1e-9;

/** The greatest level that a threshold keeps. 0 marks nothing: every level is kept. */
export function edgeLimit(threshold: number): number {
  return threshold > 0 ? Math.min(GREATEST_LEVEL, Math.round(LEVELS_PER_UNIT * threshold)) : GREATEST_LEVEL + 1;
}

/**
 * Finds flying pixels: those that float between a near and a far surface because the model, or a resize, mixed the two.
 *
 * The test works in disparity 1/z, which is affine in the pixel on every plane, however slanted. It looks at five
 * pixels along the row and five along the column; a pixel must pass in both. The slope that all five share is the
 * slant of a plane and does not count. A pixel passes where it continues a surface: where the other slopes between it
 * and its two neighbours on one side are at most the threshold's share of its own disparity. So the pure pixels on both
 * sides of a smeared step stay and the mixed ones between them go. A surface too thin for that, a pole, keeps its crest.
 *
 * A pixel's level is the least threshold at which it passes, in steps of 0.00005, rounded up: it flies at a threshold
 * where its level is above {@link edgeLimit}.
 *
 * Lines that would leave the picture are not tested: edges parallel to the border keep up to two mixed pixels there.
 *
 * @param map masked pixels count as surfaces too: the sky ends what stands before it.
 * @param floor levels up to this one may come out as 0, which is quicker.
 * @returns levels, [h,w].
 */
export function edgeLevels(map: Pick<DepthMap, 'size' | 'depthMetres'>, floor = 0): Uint16Array {
  const { widthPx, heightPx } = map.size;
  const disparity = disparityOf(map.depthMetres);
  const levels = new Uint16Array(disparity.length);
  const level = (floor * SURELY_BELOW) / LEVELS_PER_UNIT;
  for (let y = 0; y < heightPx; y++) {
    const columnFits = y >= REACH && y < heightPx - REACH;
    const row = y * widthPx;
    let slope = 0;
    let before = disparity[row]!;
    for (let x = 0; x < widthPx; x++) {
      const i = row + x;
      const here = disparity[i]!;
      const limit = level * here;
      const slopeBefore = slope;
      slope = here - before;
      before = here;
      let least = 0;
      if (x >= REACH && x < widthPx - REACH && !isLevel(slope, slopeBefore, limit))
        least = leastLimit(disparity, i, 1, limit);
      if (columnFits) {
        const above = disparity[i - widthPx]!;
        if (!isLevel(here - above, above - disparity[i - 2 * widthPx]!, limit)) {
          least = Math.max(least, leastLimit(disparity, i, widthPx, limit));
        }
      }
      if (least > 0) levels[i] = Math.min(GREATEST_LEVEL, Math.ceil((LEVELS_PER_UNIT * least) / here));
    }
  }
  return levels;
}

/** Whether two slopes are within a limit. Most of a picture is: taking a slant off could only bring them nearer to 0. */
function isLevel(inner: number, outer: number, limit: number): boolean {
  return inner <= limit && inner >= -limit && outer <= limit && outer >= -limit;
}

/**
 * Marks flying pixels: see {@link edgeLevels}.
 *
 * @param threshold share of a pixel's disparity, 0 or more; 0 marks nothing.
 * @returns the mask with the `edge` bit added, as a new array [h,w].
 */
export function markEdges(map: Pick<DepthMap, 'size' | 'depthMetres' | 'mask'>, threshold: number): Uint8Array {
  const marked = map.mask.slice();
  if (threshold <= 0) return marked;
  const limit = edgeLimit(threshold);
  const levels = edgeLevels(map, limit);
  for (let i = 0; i < marked.length; i++) if (levels[i]! > limit) marked[i] = marked[i]! | MaskReason.edge;
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

/**
 * The least limit for slopes at which element `i` continues the surface before it or after it, on a line of the given
 * stride, or is a crest; 0 where that is surely not above `enough`.
 */
function leastLimit(disparity: Float32Array, i: number, stride: number, enough: number): number {
  const here = disparity[i]!;
  const before = disparity[i - stride]!;
  const innerBefore = here - before;
  const outerBefore = before - disparity[i - 2 * stride]!;
  const after = disparity[i + stride]!;
  const innerAfter = after - here;
  const outerAfter = disparity[i + 2 * stride]! - after;
  if (isLevel(innerAfter, outerAfter, enough)) return 0;
  const slant = sharedSlope(outerBefore, innerBefore, innerAfter, outerAfter);
  const continuing = Math.min(
    Math.max(Math.abs(innerBefore - slant), Math.abs(outerBefore - slant)),
    Math.max(Math.abs(innerAfter - slant), Math.abs(outerAfter - slant)),
  );
  return Math.min(continuing, leastCrestLimit(outerBefore, innerBefore, innerAfter, outerAfter));
}

/** The part that slopes have in common: the gentlest of them, or none where they do not all rise or all fall. */
function sharedSlope(a: number, b: number, c: number, d: number): number {
  if (a > 0 && b > 0 && c > 0 && d > 0) return Math.min(Math.min(a, b), Math.min(c, d));
  if (a < 0 && b < 0 && c < 0 && d < 0) return Math.max(Math.max(a, b), Math.max(c, d));
  return 0;
}

/**
 * The least limit at which a pixel that is nearer than its surroundings counts as rounded off; Infinity for others.
 * Slopes flatten towards the top of a smeared pole whose own depth survived, and steepen towards that of one whose
 * depth is a mixture.
 */
function leastCrestLimit(outerBefore: number, innerBefore: number, innerAfter: number, outerAfter: number): number {
  if (innerBefore < 0 || innerAfter > 0) return Infinity;
  return Math.max(0, Math.max(innerBefore - Math.abs(outerBefore), -innerAfter - Math.abs(outerAfter)));
}
