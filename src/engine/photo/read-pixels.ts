import sharp from 'sharp';
import type { RgbImage } from '../../core/cloud/unproject';
import type { ImageSize } from '../../core/camera/intrinsics';
import type { Photo } from './photo';
import { photoFailure } from './photo-failure';

// Each photo is decoded once: libvips' cache of decoded pictures would only hold memory.
sharp.cache(false);

/** Transparent photos are laid on white, as browsers and viewers show them. */
const BACKDROP = '#ffffff';

/**
 * The photo's pixels as oriented 8-bit sRGB, resized to exactly `size` (JPEGs are shrunk while they are decoded).
 * Bilinear with area averaging on the way down: what the embedded model was trained with.
 *
 * @throws FailureError where the file is damaged or too large.
 */
export async function readPixels(photo: Photo, size: ImageSize): Promise<RgbImage> {
  try {
    const picture = sharp(photo.path, { failOn: 'error', sequentialRead: true })
      .autoOrient()
      .flatten({ background: BACKDROP })
      .resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'linear' })
      .toColourspace('srgb');
    if (isLeftInDisplayP3(photo)) picture.withIccProfile('srgb');
    return { size, rgb: await picture.raw().toBuffer() };
  } catch (error) {
    throw photoFailure(photo.path, error);
  }
}

/** sharp brings photos of 16 bits that have a colour profile to Display P3, all others to sRGB. */
function isLeftInDisplayP3({ conversions }: Photo): boolean {
  return conversions.includes('iccToSrgb') && conversions.includes('sixteenToEightBit');
}
