import type { PhotoInfo } from '../contract/photo-info';
import type { FocalRequest } from '../core/camera/focal-request';
import { fieldOfView } from '../core/camera/intrinsics';
import { resolveCamera } from '../core/camera/resolve-camera';
import type { HeicDecoder } from './photo/heic/heic-decoder';
import { openPhoto } from './photo/open-photo';

/**
 * What Fathom knows of a photo before any model runs.
 *
 * @throws FailureError where the photo cannot be read.
 */
export async function inspectPhoto(
  path: string,
  focal: FocalRequest | undefined,
  heic: HeicDecoder,
): Promise<PhotoInfo> {
  const photo = await openPhoto(path, heic);
  const camera = resolveCamera(photo, focal);
  const { make, model, lensModel, focalLengthMm, focalLength35mm, orientation } = photo.exif;
  return {
    path,
    bytes: photo.bytes,
    format: photo.format,
    ...photo.size,
    orientation,
    conversions: photo.conversions,
    make,
    model,
    lensModel,
    focalLengthMm,
    focalLength35mm,
    camera,
    horizontalFieldOfViewDegrees: fieldOfView(photo.size.widthPx, camera.intrinsics.fxPx),
  };
}
