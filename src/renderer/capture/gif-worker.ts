import { applyPalette, GIFEncoder, quantize } from 'gifenc';

/** One frame more, or the file. */
export type GifOrder =
  | {
      readonly kind: 'frame';
      readonly rgba: Uint8ClampedArray<ArrayBuffer>;
      readonly widthPx: number;
      readonly heightPx: number;
      readonly delayMs: number;
    }
  | { readonly kind: 'file' };

/** Every order is answered once: a frame by nothing, the file by its bytes. */
export type GifAnswer = Uint8Array<ArrayBuffer> | undefined;

const GREATEST_PALETTE = 256;

const gif = GIFEncoder();

function carryOut(order: GifOrder): GifAnswer {
  if (order.kind === 'file') {
    gif.finish();
    return gif.bytes();
  }
  const { rgba, widthPx, heightPx, delayMs } = order;
  const palette = quantize(rgba, GREATEST_PALETTE);
  gif.writeFrame(applyPalette(rgba, palette), widthPx, heightPx, { palette, delay: delayMs });
  return undefined;
}

addEventListener('message', ({ data }: MessageEvent<GifOrder>) => {
  const answer = carryOut(data);
  postMessage(answer, { transfer: answer ? [answer.buffer] : [] });
});
