import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ScalarInput } from '../../core/models/descriptor';
import { outputNames } from '../../core/models/output-prediction';
import { scalarInputValue } from '../../core/models/scalar-inputs';
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
   * @param tensor the picture, packed as the descriptor asks.
   * @param dimensions of `tensor`.
   * @returns the outputs the descriptor names, float32, by the name the graph has for them.
   * @throws FailureError `OutOfMemory` or `ModelFailed`.
   */
  run(tensor: Float32Array, dimensions: readonly number[]): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/** @throws FailureError where ONNX Runtime cannot make a session of this model on this provider. */
export async function openDepthSession(
  model: VerifiedModel,
  provider: Provider,
  threads: number,
): Promise<DepthSession> {
  const { id, input, scalarInputs = [], outputs } = model.descriptor;
  const session = await guard(id, () => InferenceSession.create(model.file, provider.sessionOptions(threads)));
  const wanted = outputNames(outputs).map(
    (names) => names.find((name) => session.outputNames.includes(name)) ?? names[0]!,
  );
  const scalars = scalarInputs.map((scalar) => [scalar.name, scalarTensor(scalar)] as const);
  return {
    run: (tensor, dimensions) =>
      guard(id, async () => {
        const image = new Tensor('float32', tensor, dimensions);
        const results = await session.run({ [input.name]: image, ...Object.fromEntries(scalars) }, wanted);
        return Object.fromEntries(wanted.map((name) => [name, float32Of(results[name])]));
      }),
    release: () => session.release(),
  };
}

function scalarTensor(scalar: ScalarInput): Tensor {
  return new Tensor(scalar.type, BigInt64Array.of(scalarInputValue(scalar)), []);
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
