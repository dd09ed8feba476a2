import { open, readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { CORES, modelFile } from './project';
import { MODEL_GRID } from './photos';

/** The least that turning a photo into a file can take: three steps, one after the other, nothing between them. */
export interface BareSteps {
  /** Milliseconds of each step for one photo. */
  run(photo: string, target: string): Promise<{ decode: number; infer: number; write: number }>;
  release(): Promise<void>;
}

/**
 * Shrink-on-load decode to the model's input size; `session.run` with ONNX Runtime's own settings, on an input packed
 * beforehand; writing and syncing bytes made beforehand.
 *
 * @param result a point cloud Fathom made of such a photo: its bytes are what is written.
 */
export async function openBareSteps(result: string): Promise<BareSteps> {
  const bytes = await readFile(result);
  const session = await InferenceSession.create(modelFile, { intraOpNumThreads: CORES });
  const { widthPx, heightPx } = MODEL_GRID;
  const image = new Tensor('float32', new Float32Array(3 * widthPx * heightPx).fill(128), [1, 3, heightPx, widthPx]);
  return {
    run: async (photo, target) => {
      const started = performance.now();
      await sharp(photo).resize(widthPx, heightPx, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
      const decoded = performance.now();
      await session.run({ image });
      const inferred = performance.now();
      await writeSynced(target, bytes);
      return { decode: decoded - started, infer: inferred - decoded, write: performance.now() - inferred };
    },
    release: () => session.release(),
  };
}

async function writeSynced(target: string, bytes: Uint8Array): Promise<void> {
  const file = await open(target, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
