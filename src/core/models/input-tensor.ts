import type { InputGeometry } from '../camera/input-geometry';
import type { ModelDescriptor } from './descriptor';

/**
 * Packs the photo, already resized to the content's size, into the model's input: planar [3, h, w], normalised, the
 * bars filled with the pad colour.
 *
 * @param rgb interleaved 8-bit sRGB, content height × content width × 3.
 */
export function packInput(
  rgb: Uint8Array,
  { input, content }: InputGeometry,
  model: Pick<ModelDescriptor, 'input'>,
): Float32Array {
  const { mean, deviation, padColour } = model.input;
  const plane = input.widthPx * input.heightPx;
  const tensor = new Float32Array(3 * plane);
  const padded = content.widthPx < input.widthPx || content.heightPx < input.heightPx;
  for (let channel = 0; channel < 3; channel++) {
    const channelMean = mean[channel]!;
    const scale = 1 / deviation[channel]!;
    if (padded) tensor.fill((padColour[channel]! - channelMean) * scale, channel * plane, (channel + 1) * plane);
    for (let y = 0; y < content.heightPx; y++) {
      let to = channel * plane + (content.topPx + y) * input.widthPx + content.leftPx;
      let from = 3 * y * content.widthPx + channel;
      for (let x = 0; x < content.widthPx; x++, to++, from += 3) tensor[to] = (rgb[from]! - channelMean) * scale;
    }
  }
  return tensor;
}
