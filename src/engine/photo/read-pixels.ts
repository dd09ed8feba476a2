import type { ImageSize } from '../../core/camera/intrinsics';
import type { RgbImage } from '../../core/cloud/unproject';
import type { Photo } from './photo';
import { photoFailure } from './photo-failure';
import { readablePicture } from './readable-picture';

/**
 * The photo's pixels as oriented 8-bit sRGB, resized to exactly `size` (JPEGs are shrunk while they are decoded).
 * Bilinear with area averaging on the way down: what the embedded model was trained with.
 *
 * @throws FailureError where the file is damaged or too large.
 */
export async function readPixels(photo: Photo, size: ImageSize): Promise<RgbImage> {
  try {
    const picture = await readablePicture(photo);
    const rgb = await picture.resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
    return { size, rgb };
  } catch (error) {
    throw photoFailure(photo.path, error);
  }
}
