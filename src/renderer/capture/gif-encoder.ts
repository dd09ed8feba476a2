import type { GifAnswer, GifOrder } from './gif-worker';
import type { Sheet } from './paint';
import type { FrameEncoder } from './record-turntable';
import { gifDelay } from './turntable-path';

/** Encodes a sheet's frames as a GIF that goes on for ever, in a thread of its own. */
export function gifEncoder({ canvas, context }: Sheet, framesPerSecond: number): FrameEncoder {
  const worker = new Worker(new URL('./gif-worker.ts', import.meta.url), { type: 'module' });
  const ask = (order: GifOrder, transfer: Transferable[] = []): Promise<GifAnswer> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<GifAnswer>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(order, transfer);
    });
  return {
    async add(frame) {
      const { width: widthPx, height: heightPx } = canvas;
      const { data: rgba } = context.getImageData(0, 0, widthPx, heightPx);
      const delayMs = 10 * gifDelay(frame, framesPerSecond);
      await ask({ kind: 'frame', rgba, widthPx, heightPx, delayMs }, [rgba.buffer]);
    },
    async finish() {
      const bytes = await ask({ kind: 'file' });
      worker.terminate();
      return new Blob([bytes!], { type: 'image/gif' });
    },
    cancel() {
      worker.terminate();
      return Promise.resolve();
    },
  };
}
