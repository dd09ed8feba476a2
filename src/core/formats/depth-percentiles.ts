import type { DepthRows } from '../depth/depth-rows';

/** At most this many rows, and pixels of each, are looked at: a few percent of error at most, and bounded memory. */
const SAMPLES_PER_SIDE = 256;

/**
 * Percentiles of the kept depth, in metres, by an even sample of at most 256 × 256 pixels.
 *
 * @param fractions 0 for the least depth, 0.5 for the median, 1 for the greatest
 * @returns one depth for each fraction; undefined where no sampled pixel is kept
 */
export function depthPercentiles(rows: DepthRows, fractions: readonly number[]): readonly number[] | undefined {
  const samples = sampleKeptDepth(rows).sort();
  if (samples.length === 0) return undefined;
  return fractions.map((fraction) => samples[Math.round(fraction * (samples.length - 1))]!);
}

function sampleKeptDepth(rows: DepthRows): Float32Array {
  const { widthPx, heightPx } = rows.size;
  const stepX = Math.ceil(widthPx / SAMPLES_PER_SIDE);
  const stepY = Math.ceil(heightPx / SAMPLES_PER_SIDE);
  const samples = new Float32Array(Math.ceil(widthPx / stepX) * Math.ceil(heightPx / stepY));
  let count = 0;
  for (let y = stepY >> 1; y < heightPx; y += stepY) {
    const { depthMetres, mask } = rows.row(y);
    for (let x = stepX >> 1; x < widthPx; x += stepX) {
      if (mask[x] === 0) samples[count++] = depthMetres[x]!;
    }
  }
  return samples.subarray(0, count);
}
