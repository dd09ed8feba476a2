import type { ImageSize } from './intrinsics';
import type { PhotoExif } from './photo-exif';

/** How a camera lays the world on the picture. Everything Fathom computes supposes `perspective`: straight lines stay straight. */
export type Projection = 'perspective' | 'panorama' | 'fisheye';

/** No camera that writes whole spheres makes smaller ones, and no phone cuts its photos to exactly 2:1 without saying a focal length. */
const SMALLEST_SPHERE_WIDTH_PX = 2048;

/**
 * What a photo's data say of its projection.
 *
 * A panorama says so in XMP (Google's Photo Sphere schema, `GPano:ProjectionType`), or is exactly twice as wide as high,
 * the shape of a whole sphere, and tells of no focal length. A fisheye lens says so in its name.
 *
 * @param xmp the photo's XMP packet, as text.
 */
export function projectionOf(
  size: ImageSize,
  exif: Pick<PhotoExif, 'lensModel' | 'focalLengthMm' | 'focalLength35mm'>,
  xmp: string | undefined,
): Projection {
  if (xmp !== undefined && /GPano:ProjectionType\s*(?:=\s*["']|>)\s*(?:equirectangular|cylindrical)/i.test(xmp)) {
    return 'panorama';
  }
  if (/fish-?\s?eye/i.test(exif.lensModel ?? '')) return 'fisheye';
  const saysFocal = exif.focalLengthMm !== undefined || exif.focalLength35mm !== undefined;
  const isSphere = size.widthPx === 2 * size.heightPx && size.widthPx >= SMALLEST_SPHERE_WIDTH_PX;
  return isSphere && !saysFocal ? 'panorama' : 'perspective';
}
