import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ScalarInput } from '../../core/models/descriptor';
import { outputNames } from '../../core/models/output-prediction';
import { scalarInputValue } from '../../core/models/scalar-inputs';
import { FailureError } from '../failure-error';
import { findProvider, setEnvironment, type Provider } from './providers';
import type { SessionRun, SessionSetup, TracedTensor } from './session-messages';

// From 1.29 on ONNX Runtime's packages report sessions to their maker, and keep an identifier in the user's home for it,
// unless this stands before the first session is made. Fathom tells nobody.
process.env['ORT_DISABLE_TELEMETRY'] = '1';

/** A model ready to run in this thread. */
export interface DepthSession {
  /**
   * Runs the graph once. Blocks the calling thread until it is done, as onnxruntime-node does.
   *
   * @param tensor the picture, packed as the descriptor asks.
   * @param dimensions of `tensor`.
   * @throws FailureError `OutOfMemory` or `ModelFailed`.
   */
  run(tensor: Float32Array<ArrayBuffer>, dimensions: readonly number[]): Promise<SessionRun>;
}

/** @throws FailureError where ONNX Runtime cannot make a session of this model on this provider. */
export async function openDepthSession({
  descriptor,
  file,
  traced = [],
  ...setup
}: SessionSetup): Promise<DepthSession> {
  const { id, input, scalarInputs = [], outputs } = descriptor;
  const provider = findProvider(setup.provider);
  if (provider) setEnvironment(provider.environment(setup.precision));
  const session = await guard(id, provider, () => InferenceSession.create(file, provider?.sessionOptions(setup)));
  const wanted = outputNames(outputs).map(
    (names) => names.find((name) => session.outputNames.includes(name)) ?? names[0]!,
  );
  const scalars = scalarInputs.map((scalar) => [scalar.name, scalarTensor(scalar)] as const);
  return {
    run: (tensor, dimensions) =>
      guard(id, provider, async () => {
        const image = new Tensor('float32', tensor, dimensions);
        const started = performance.now();
        const asked = [...new Set([...wanted, ...traced])];
        const results = await session.run({ [input.name]: image, ...Object.fromEntries(scalars) }, asked);
        const inferMs = performance.now() - started;
        const named = wanted.map((name) => [name, float32Of(results[name])] as const);
        const outputs = Object.fromEntries(named);
        if (traced.length === 0) return { outputs, tensor, inferMs };
        const seen = traced.map((name) => [name, tracedTensor(results[name]!)] as const);
        return { outputs, traced: Object.fromEntries(seen), tensor, inferMs };
      }),
  };
}

function scalarTensor(scalar: ScalarInput): Tensor {
  return new Tensor(scalar.type, BigInt64Array.of(scalarInputValue(scalar)), []);
}

const tracedTensor = ({ dims, data }: Tensor): TracedTensor => ({
  dims,
  values: data instanceof Float32Array ? data : undefined,
});

function float32Of(tensor: Tensor | undefined): Float32Array<ArrayBuffer> {
  const data = tensor?.data;
  if (data instanceof Float32Array && data.buffer instanceof ArrayBuffer) return data as Float32Array<ArrayBuffer>;
  throw new Error('an output is missing or not float32');
}

async function guard<Result>(
  model: string,
  provider: Provider | undefined,
  task: () => Promise<Result>,
): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (provider?.isMissing(text)) {
      throw new FailureError('DeviceMissing', `${provider.label} finds nothing to run on`, provider.remedy, {
        cause: error,
      });
    }
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
