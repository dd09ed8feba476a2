import { cutByLasso, type LassoStroke } from '../cloud/lasso';
import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';

/** The mask of a depth map, with the bit of those pixels whose points the strokes cut away. A new array. */
export function lassoDepth(
  map: Pick<DepthMap, 'size' | 'intrinsics' | 'depthMetres' | 'mask'>,
  strokes: readonly LassoStroke[],
): Uint8Array {
  const cut = cutByLasso(strokes, map);
  return map.mask.map((reasons, i) => (cut[i] === 1 ? reasons | MaskReason.clipped : reasons));
}
