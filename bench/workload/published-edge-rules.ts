import type { ImageSize } from '../../src/core/camera/intrinsics';

/** Whether a rule keeps each pixel, [h,w]. */
export type Kept = Uint8Array;

/** Pixels to either side that MoGe's rule looks at: `thickness` of its command line. */
const THICKNESS = 2;

/**
 * How much tolerance MoGe's occlusion rule needs to keep each pixel (microsoft/MoGe, `moge/utils/geometry_numpy.py`,
 * `depth_occlusion_edge_numpy`, as `moge/scripts/infer.py` calls it with thickness 2; read at the version of 2025).
 *
 * With disparity d and its mean m over the valid pixels of 5 × 5, a pixel is foreground where d > (1 + tol) · m and
 * background where m > (1 + tol) · d. Both sets are grown by two pixels; where they overlap there is an edge. So the
 * tolerance that keeps a pixel is the lesser of the two greatest excesses within two pixels.
 *
 * @param isValid the mask before, [h,w].
 * @returns the least tolerance that keeps each pixel, [h,w].
 */
export function mogeTolerances(size: ImageSize, depthMetres: Float32Array, isValid: Uint8Array): Float32Array {
  const disparity = depthMetres.map((depth, i) => (isValid[i] === 1 ? 1 / depth : 0));
  const sums = windowed(size, disparity, 0, (a, b) => a + b);
  const counts = windowed(size, Float32Array.from(isValid), 0, (a, b) => a + b);
  const excess = (over: (d: number, mean: number) => number) =>
    windowed(
      size,
      disparity.map((d, i) => (isValid[i] === 1 ? over(d, sums[i]! / counts[i]!) - 1 : 0)),
      0,
      Math.max,
    );
  const foreground = excess((d, mean) => d / mean);
  const background = excess((d, mean) => mean / d);
  return foreground.map((value, i) => Math.min(value, background[i]!));
}

/** Joins the values of (2 · THICKNESS + 1)² about each pixel. */
function windowed(
  { widthPx, heightPx }: ImageSize,
  values: Float32Array,
  start: number,
  join: (a: number, b: number) => number,
): Float32Array {
  const along = (from: Float32Array, at: (k: number, line: number) => number, length: number, lines: number) => {
    const joined = new Float32Array(from.length);
    for (let line = 0; line < lines; line++) {
      for (let k = 0; k < length; k++) {
        let value = start;
        const last = Math.min(length - 1, k + THICKNESS);
        for (let other = Math.max(0, k - THICKNESS); other <= last; other++)
          value = join(value, from[at(other, line)]!);
        joined[at(k, line)] = value;
      }
    }
    return joined;
  };
  const rows = along(values, (x, y) => y * widthPx + x, widthPx, heightPx);
  return along(rows, (y, x) => y * widthPx + x, heightPx, widthPx);
}

/**
 * Keeps so many of the valid pixels, those with the least values: a rule with one threshold, set for that many points.
 *
 * MoGe's tolerance is set so. So is Depth Anything 3's rule, on confidence turned round: its GLB export keeps what is
 * at or above a percentile of the confidence outside the sky, the 40th unless told otherwise (ByteDance-Seed/
 * Depth-Anything-3, `src/depth_anything_3/utils/export/glb.py`, `get_conf_thresh`, commit 4f3a178).
 */
export function keepLeast(values: Float32Array, isValid: Uint8Array, count: number): Kept {
  const order = Array.from(values.keys())
    .filter((i) => isValid[i] === 1)
    .sort((a, b) => values[a]! - values[b]!);
  const kept = new Uint8Array(values.length);
  for (const i of order.slice(0, count)) kept[i] = 1;
  return kept;
}
