import type { Intrinsics, ImageSize } from '../camera/intrinsics';
import type { DepthComparison } from '../depth/compare-depth';
import { depthMapRows } from '../depth/depth-map';
import { resampleRows } from '../depth/resample';
import { depthPercentiles } from './depth-percentiles';
import type { EncodedBytes } from './encoded-bytes';
import { encodePreview } from './preview';

/** Maps that agree within this factor are shown as they are: their noise would fill all the colours. */
const LEAST_FACTOR = 1.1;

/** Beyond this factor more colours tell nothing more. */
const GREATEST_FACTOR = 4;

/**
 * What a comparison found, as a picture: the ratio to the reference, linear in its logarithm and even on both sides of 1;
 * red is nearer than the reference, blue farther, masked pixels dark grey, and a legend in times below it.
 * The grid's size and intrinsics are those of the ratio; `picture` is the size to show it at.
 */
export function encodeDifference(
  { ratio, mask }: Pick<DepthComparison, 'ratio' | 'mask'>,
  { size, intrinsics }: { readonly size: ImageSize; readonly intrinsics: Intrinsics },
  picture: ImageSize,
): EncodedBytes {
  const map = { size, intrinsics, depthMetres: ratio, mask, normals: undefined, confidence: undefined };
  const [low, high] = depthPercentiles(depthMapRows(map), [0.02, 0.98]) ?? [1, 1];
  const factor = Math.min(GREATEST_FACTOR, Math.max(LEAST_FACTOR, 1 / low!, high!));
  return encodePreview(resampleRows(map, picture, intrinsics), {
    colourMap: 'difference',
    scale: { nearMetres: 1 / factor, farMetres: factor },
    unit: '×',
  });
}
