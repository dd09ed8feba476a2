import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ImageSize } from '../../core/camera/intrinsics';
import { FailureError } from '../failure-error';
import type { VerifiedModel } from './model-store';
import type { Provider } from './providers';

// From 1.29 on ONNX Runtime's packages report sessions to their maker, and keep an identifier in the user's home for it,
// unless this stands before the first session is made. Fathom tells nobody.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

/** A model ready to run on one provider. */
export interface DepthSession {
  /**
   * Runs the graph once. Blocks the calling thread until it is done, as onnxruntime-node does.
   *
   * @param tensor planar [3, h, w] as the descriptor asks.
   * @returns the outputs the descriptor names, float32, by their name.
   * @throws FailureError `OutOfMemory` or `ModelFailed`.
   */
  run(tensor: Float32Array, size: ImageSize): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/** @throws FailureError where ONNX Runtime cannot make a session of this model on this provider. */
export async function openDepthSession(
  model: VerifiedModel,
  provider: Provider,
  threads: number,
): Promise<DepthSession> {
  const { id, input, outputs } = model.descriptor;
  const wanted = Object.values(outputs).filter((name) => name !== undefined);
  const session = await guard(id, () => InferenceSession.create(model.file, provider.sessionOptions(threads)));
  return {
    run: (tensor, { widthPx, heightPx }) =>
      guard(id, async () => {
        const image = new Tensor('float32', tensor, [1, 3, heightPx, widthPx]);
        const results = await session.run({ [input.name]: image }, wanted);
        return Object.fromEntries(wanted.map((name) => [name, float32Of(results[name])]));
      }),
    release: () => session.release(),
  };
}

function float32Of(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new Error('an output is missing or not float32');
  return tensor.data;
}

async function guard<Result>(model: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (/bad.?alloc|allocat|out of memory/i.test(text)) {
      throw new FailureError(
        'OutOfMemory',
        `not enough memory to run ${model}`,
        'Close other programs, or use a smaller model.',
        { cause: error },
      );
    }
    throw new FailureError('ModelFailed', `${model} failed: ${text}`, 'Run `fathom doctor`, and report what it says.', {
      cause: error,
    });
  }
}
