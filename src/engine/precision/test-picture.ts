import sharp from 'sharp';
import type { InputGeometry } from '../../core/camera/input-geometry';
import { packInput } from '../../core/models/input-tensor';
import type { ModelDescriptor } from '../../core/models/descriptor';
import type { TestPicture } from './trial';

/**
 * A photo that fills a model's whole input, its middle where its aspect is another: what is tried must be of the size that
 * will run, with bars or without.
 */
export async function testPicture(
  photo: string,
  { input, fedFocalPx }: InputGeometry,
  model: ModelDescriptor,
): Promise<TestPicture> {
  const rgb = await sharp(photo)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .resize(input.widthPx, input.heightPx, { fit: 'cover' })
    .raw()
    .toBuffer();
  const geometry = { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx };
  return { geometry, tensor: packInput(rgb, geometry, model) };
}
