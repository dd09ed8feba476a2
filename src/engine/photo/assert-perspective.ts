import type { FocalRequest } from '../../core/camera/focal-request';
import type { Projection } from '../../core/camera/projection';
import { FailureError } from '../failure-error';
import type { Photo } from './photo';

const OTHER_PROJECTIONS: Record<Exclude<Projection, 'perspective'>, string> = {
  panorama: 'is a panorama',
  fisheye: 'was taken through a fisheye lens',
};

/**
 * Bent pictures would give bent clouds. A person who types a focal length says that the picture is a plain one.
 *
 * @throws FailureError `PhotoUnsupported`
 */
export function assertPerspective({ path, projection }: Photo, focal: FocalRequest | undefined): void {
  if (projection === 'perspective' || focal) return;
  throw new FailureError(
    'PhotoUnsupported',
    `${path}: ${OTHER_PROJECTIONS[projection]}, whose straight lines are not straight`,
    'Make a plain view of it with a panorama program. If it is one already, type its focal length.',
  );
}
