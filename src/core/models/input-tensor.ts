import type { InputGeometry } from '../camera/input-geometry';
import type { ModelDescriptor } from './descriptor';

/**
 * Packs the photo, already resized to the content's size, into the model's input: planar [3, h, w], or interleaved
 * [h, w, 3] where the descriptor says so; normalised, the bars filled with the pad colour.
 *
 * @param rgb interleaved 8-bit sRGB, content height × content width × 3.
 * @param tensor of {@link inputLength}, to be filled; every element is written.
 */
export function packInput(
  rgb: Uint8Array,
  geometry: InputGeometry,
  model: Pick<ModelDescriptor, 'input'>,
  tensor = new Float32Array(inputLength(geometry)),
): Float32Array<ArrayBuffer> {
  const { input, content } = geometry;
  const { mean, deviation, padColour, layout } = model.input;
  const pixelCount = input.widthPx * input.heightPx;
  const [channelStride, pixelStride] = layout === 'nhwc' ? [1, 3] : [pixelCount, 1];
  const padded = content.widthPx < input.widthPx || content.heightPx < input.heightPx;
  for (let channel = 0; channel < 3; channel++) {
    const first = channel * channelStride;
    const channelMean = mean[channel]!;
    const scale = 1 / deviation[channel]!;
    if (padded) {
      const bar = (padColour[channel]! - channelMean) * scale;
      for (let i = 0; i < pixelCount; i++) tensor[first + i * pixelStride] = bar;
    }
    for (let y = 0; y < content.heightPx; y++) {
      let to = first + ((content.topPx + y) * input.widthPx + content.leftPx) * pixelStride;
      let from = 3 * y * content.widthPx + channel;
      for (let x = 0; x < content.widthPx; x++, to += pixelStride, from += 3) {
        tensor[to] = (rgb[from]! - channelMean) * scale;
      }
    }
  }
  return tensor;
}

/** Number of values of what {@link packInput} packs. */
export function inputLength({ input }: InputGeometry): number {
  return 3 * input.widthPx * input.heightPx;
}

/** The dimensions of what {@link packInput} packs. */
export function inputDimensions({ input }: InputGeometry, model: Pick<ModelDescriptor, 'input'>): readonly number[] {
  const { widthPx, heightPx } = input;
  return model.input.layout === 'nhwc' ? [1, heightPx, widthPx, 3] : [1, 3, heightPx, widthPx];
}
