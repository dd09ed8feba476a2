import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { HeicAnswer, HeicTask } from './heic-messages';
import { rgbaTiff } from './rgba-tiff';

/** The part of libheif-js used here. */
interface LibHeif {
  readonly HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] };
}

interface HeifImage {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  /** Decodes into `target.data`, transformed as the file says; hands null where it cannot. */
  display(target: HeifTarget, whenDone: (target: HeifTarget | null) => void): void;
}

interface HeifTarget {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Entry of the thread that decodes one HEIC: whatever a hostile file does to the decoder ends with it. */
async function decode({ loader, wasm, file, icc, mostPixels }: HeicTask): Promise<HeicAnswer> {
  const load = createRequire(loader)(loader) as (options: { wasmBinary: Uint8Array }) => LibHeif;
  const { HeifDecoder } = load({ wasmBinary: readFileSync(wasm) });
  const image = new HeifDecoder().decode(readFileSync(file)).find((each) => each.is_primary());
  if (!image) return { kind: 'damaged', why: 'holds no picture that can be decoded' };
  const size = { widthPx: image.get_width(), heightPx: image.get_height() };
  if (size.widthPx * size.heightPx > mostPixels) return { kind: 'tooLarge' };
  const { tiff, rgba } = rgbaTiff(size, icc);
  const target = { data: rgba, width: size.widthPx, height: size.heightPx };
  const done = await new Promise<HeifTarget | null>((resolve) => {
    image.display(target, resolve);
  });
  return done ? { kind: 'done', tiff } : { kind: 'damaged', why: 'its pixels cannot be decoded' };
}

void decode(workerData as HeicTask).then((answer) => {
  parentPort?.postMessage(answer, answer.kind === 'done' ? [answer.tiff.buffer] : []);
});
