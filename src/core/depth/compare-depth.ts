import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';
import { resampleRows } from './resample';

/** How a depth map differs from a reference; depths in metres, on the reference's grid. */
export interface DepthComparison {
  /** Depth ÷ reference depth where both count, [h,w] of the reference; 1 elsewhere. */
  readonly ratio: Float32Array;
  /** 0 where both count, [h,w]. */
  readonly mask: Uint8Array;
  /** Pixels that count in both. */
  readonly pixels: number;
  /** Mean of |depth − reference| ÷ reference; undefined where no pixel counts in both. */
  readonly absRel: number | undefined;
  /** Median of depth ÷ reference: what one has to be multiplied by to have the other's scale. */
  readonly scaleRatio: number | undefined;
  /** `absRel` once the scale ratio is taken out: what differs in shape. */
  readonly absRelScaled: number | undefined;
}

/**
 * Compares two depth maps of one photo. The second is resampled to the first's grid as {@link resampleRows} does, which
 * mixes no surfaces, and only pixels that neither mask rejects count.
 */
export function compareDepth(reference: DepthMap, other: DepthMap): DepthComparison {
  const { size } = reference;
  const pixels = size.widthPx * size.heightPx;
  const ratio = new Float32Array(pixels).fill(1);
  const mask = new Uint8Array(pixels).fill(MaskReason.outOfRange);
  const rows = resampleRows(other, size, reference.intrinsics);
  const ratios = new Float32Array(pixels);
  let count = 0;
  for (let y = 0; y < size.heightPx; y++) {
    const row = rows.row(y);
    for (let x = 0; x < size.widthPx; x++) {
      const i = y * size.widthPx + x;
      if (reference.mask[i] !== 0 || row.mask[x] !== 0) continue;
      ratio[i] = row.depthMetres[x]! / reference.depthMetres[i]!;
      mask[i] = 0;
      ratios[count++] = ratio[i]!;
    }
  }
  const counted = ratios.subarray(0, count).sort();
  const scaleRatio = medianOf(counted);
  return {
    ratio,
    mask,
    pixels: count,
    absRel: meanDeviation(counted, 1),
    scaleRatio,
    absRelScaled: scaleRatio === undefined ? undefined : meanDeviation(counted, scaleRatio),
  };
}

function medianOf(sorted: Float32Array): number | undefined {
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Mean of |ratio ÷ scale − 1|. */
function meanDeviation(ratios: Float32Array, scale: number): number | undefined {
  if (ratios.length === 0) return undefined;
  let sum = 0;
  for (const ratio of ratios) sum += Math.abs(ratio / scale - 1);
  return sum / ratios.length;
}
