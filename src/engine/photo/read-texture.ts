import { LARGEST_PICTURE_SIDE_PX } from '../../contract/contract';
import type { Photo } from './photo';
import { photoFailure } from './photo-failure';
import { readablePicture } from './readable-picture';

const JPEG_QUALITY = 90;

/**
 * The photo as a mesh wears it: upright, sRGB, JPEG, its longer side cut down to what any graphics card takes.
 *
 * @throws FailureError where the file is damaged or too large.
 */
export async function readTexture(photo: Photo): Promise<Uint8Array> {
  try {
    const picture = await readablePicture(photo);
    const side = LARGEST_PICTURE_SIDE_PX;
    return await picture
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
      .toBuffer();
  } catch (error) {
    throw photoFailure(photo.path, error);
  }
}
