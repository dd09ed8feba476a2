import { clipLimits, isInsideClip, type ClipBox } from '../cloud/clip-box';
import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';

/** The mask of a depth map, with the bit of those pixels whose points lie outside a box. A new array. */
export function clipDepth(
  { size, intrinsics, depthMetres, mask }: Pick<DepthMap, 'size' | 'intrinsics' | 'depthMetres' | 'mask'>,
  box: ClipBox,
): Uint8Array {
  const limits = clipLimits(box, size, intrinsics);
  return mask.map((reasons, i) => (isInsideClip(limits, i, depthMetres[i]!) ? reasons : reasons | MaskReason.clipped));
}
