import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import type { DecoderStore } from '../../decoders/decoder-store';
import { HEIC_LOADER, HEIC_WASM } from '../../decoders/heic-package';
import { FailureError, systemErrorCode } from '../../failure-error';
import type { HeicAnswer, HeicTask } from './heic-messages';

/** Decoding holds about 10 bytes a pixel: four for the answer, the rest inside libheif. */
const MOST_PIXELS = 100e6;

/** Threads at once, each with a picture of its own in memory. */
const MOST_AT_ONCE = 2;

/** A photo of 48 megapixels takes ten seconds on a slow core. */
const PATIENCE_MS = 90_000;

/** V8's own share of a thread. The pixels and the decoder's memory lie outside, and are bounded by {@link MOST_PIXELS}. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/** How the decoder is run. */
export interface HeicMeans {
  readonly decoders: DecoderStore;
  /** The built `heic-worker.cjs`. */
  readonly worker: string;
  readonly patienceMs?: number | undefined;
}

/** Decodes HEIC with the decoder that the user has installed, each photo in a thread of its own that ends with it. */
export class HeicDecoder {
  readonly #means: HeicMeans;
  readonly #queue = new PQueue({ concurrency: MOST_AT_ONCE });

  constructor(means: HeicMeans) {
    this.#means = means;
  }

  /**
   * @throws FailureError `DecoderMissing` where the decoder is not installed, or damaged.
   */
  async requireReady(file: string): Promise<void> {
    if (!(await this.#means.decoders.isReady('heic'))) throw decoderMissing(file);
  }

  /**
   * The primary picture as an uncompressed TIFF file in memory, turned as the file says.
   *
   * @param icc the file's colour profile.
   * @throws FailureError `DecoderMissing`, `PhotoUnreadable`, `PhotoTooLarge` or `OutOfMemory`.
   */
  async decode(file: string, icc: Uint8Array | undefined): Promise<Uint8Array> {
    await this.requireReady(file);
    const { decoders, worker, patienceMs = PATIENCE_MS } = this.#means;
    const task: HeicTask = {
      loader: decoders.fileOf('heic', HEIC_LOADER),
      wasm: decoders.fileOf('heic', HEIC_WASM),
      file,
      icc,
      mostPixels: MOST_PIXELS,
    };
    const answer = await this.#queue.add(() => runThread(worker, task, patienceMs));
    switch (answer.kind) {
      case 'done':
        return answer.tiff;
      case 'tooLarge':
        throw new FailureError(
          'PhotoTooLarge',
          `${file}: has more pixels than can be decoded safely`,
          `Scale it down to ${String(MOST_PIXELS / 1e6)} megapixels or less.`,
        );
      case 'damaged':
        throw damaged(file, answer.why);
    }
  }
}

/** The failure of a HEIC photo for which the decoder is not there. */
function decoderMissing(file: string): FailureError {
  return new FailureError(
    'DecoderMissing',
    `${file}: HEIC needs a decoder that does not come with Fathom, for its licence`,
    'Install it with one click in Settings > Storage, or with: fathom decoders install heic. Or convert the photo to JPEG.',
  );
}

function damaged(file: string, why: string, cause?: unknown): FailureError {
  return new FailureError(
    'PhotoUnreadable',
    `${file}: is damaged (${why})`,
    'Copy it again from its source, or save it anew from a program that still opens it.',
    { cause },
  );
}

/** Starts a thread for one photo, and ends it whatever comes of it. */
async function runThread(entry: string, task: HeicTask, patienceMs: number): Promise<HeicAnswer> {
  // The decoder writes what it dislikes to the console, where the command line's own words belong.
  const worker = new Worker(entry, {
    workerData: task,
    stdout: true,
    stderr: true,
    env: {},
    resourceLimits: HEAP_LIMITS,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<HeicAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => {
        reject(failureOfThread(task.file, error));
      });
      worker.once('exit', () => {
        reject(damaged(task.file, 'the decoder gave it up'));
      });
      timer = setTimeout(() => {
        reject(damaged(task.file, 'the decoder came to no end'));
      }, patienceMs);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function failureOfThread(file: string, error: Error): FailureError {
  if (systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError) {
    return new FailureError(
      'OutOfMemory',
      `${file}: not enough memory to decode it`,
      'Close other programs, use --jobs 1, or scale the photo down.',
      { cause: error },
    );
  }
  return damaged(file, error.message.split('\n')[0] ?? 'the decoder failed', error);
}
