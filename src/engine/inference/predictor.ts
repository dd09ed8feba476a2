import PQueue from 'p-queue';
import type { DepthStage } from '../../contract/estimate';
import type { InputGeometry } from '../../core/camera/input-geometry';
import type { RgbImage } from '../../core/cloud/unproject';
import { findPredictionFault, type Prediction } from '../../core/depth/prediction';
import { inputDimensions, inputLength, packInput } from '../../core/models/input-tensor';
import { readPrediction } from '../../core/models/output-prediction';
import type { Precision } from '../../core/precision/precision';
import { FailureError, throwIfCancelled } from '../failure-error';
import type { VerifiedModel } from './verified-model';
import type { Provider } from './providers';
import type { SessionRun } from './session-messages';
import { SpareTensors } from './spare-tensors';
import { startSessionThread, type SessionThread } from './session-thread';

/** What a prediction is made with. */
export interface Means {
  readonly model: VerifiedModel;
  readonly provider: Provider;
  readonly precision: Precision;
}

export interface TimedPrediction {
  readonly prediction: Prediction;
  /** Time in the session alone, waiting not counted. */
  readonly inferMs: number;
}

/** Who a prediction is for. */
export interface PredictOptions {
  /** The photo's path, for the words of a failure. */
  readonly photo: string;
  /** Higher goes first among those waiting: a person before a batch. */
  readonly priority: number;
  /** Once raised, nothing of it is run any more. */
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((stage: Extract<DepthStage, 'wait' | 'load' | 'warmUp' | 'infer'>) => void) | undefined;
}

/** How the host lets models run. */
export interface PredictorConfig {
  /** The built entry of a session's thread. */
  readonly sessionWorker: string;
  /** Threads a session may compute with. */
  readonly threads: number;
}

/**
 * Runs models, one photo at a time whatever the number of callers: a session already uses all the threads there are.
 * Sessions are opened at first use and kept.
 */
export class Predictor {
  readonly #config: PredictorConfig;
  readonly #lane = new PQueue({ concurrency: 1 });
  readonly #spareTensors = new SpareTensors();
  readonly #sessions = new Map<string, Promise<SessionThread>>();
  /** Those that have run before: the first run is slower, as memory is laid out in it. */
  readonly #warm = new WeakSet<SessionThread>();

  constructor(config: PredictorConfig) {
    this.#config = config;
  }

  /**
   * @param colours the photo at the content's size.
   * @throws FailureError `ModelFailed` or `OutOfMemory`; `Cancelled` where the signal was raised before its turn came.
   */
  async predict(
    means: Means,
    geometry: InputGeometry,
    colours: RgbImage,
    options: PredictOptions,
  ): Promise<TimedPrediction> {
    const { descriptor } = means.model;
    const spare = this.#spareTensors.take(inputLength(geometry));
    const tensor = packInput(colours.rgb, geometry, descriptor, spare);
    if (this.#lane.pending > 0) options.onStage?.('wait');
    // The lane would take a raised signal for the end of a run that still goes on: it is looked at here alone.
    const { outputs, inferMs, ...used } = await this.#lane.add(
      () => this.#run(means, tensor, inputDimensions(geometry, descriptor), options),
      { priority: options.priority },
    );
    this.#spareTensors.give(used.tensor);
    const prediction = understand(outputs, geometry, descriptor);
    assertMeaningful(prediction, means);
    return { prediction, inferMs };
  }

  /** Gives back the memory of all sessions. */
  async release(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await (await session).release();
  }

  async #run(
    means: Means,
    tensor: Float32Array<ArrayBuffer>,
    dimensions: readonly number[],
    { photo, signal, onStage }: PredictOptions,
  ): Promise<SessionRun> {
    throwIfCancelled(signal, photo);
    const key = sessionKey(means);
    if (!this.#sessions.has(key)) onStage?.('load');
    const session = await this.#sessionFor(means);
    throwIfCancelled(signal, photo);
    onStage?.(this.#warm.has(session) ? 'infer' : 'warmUp');
    const run = await session.run(tensor, dimensions);
    this.#warm.add(session);
    return run;
  }

  #sessionFor(means: Means): Promise<SessionThread> {
    const { model, provider } = means;
    const key = sessionKey(means);
    const known = this.#sessions.get(key);
    if (known) return known;
    const { sessionWorker, threads } = this.#config;
    const setup = { descriptor: model.descriptor, file: model.file, provider: provider.name, threads };
    const opening = startSessionThread(sessionWorker, setup);
    this.#sessions.set(key, opening);
    opening.catch(() => this.#sessions.delete(key));
    return opening;
  }
}

const sessionKey = ({ model, provider, precision }: Means): string =>
  [model.fingerprint, provider.name, precision].join(' ');

/** {@link readPrediction}, in the words of a failure. */
function understand(...[outputs, geometry, model]: Parameters<typeof readPrediction>): Prediction {
  try {
    return readPrediction(outputs, geometry, model);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new FailureError('ModelFailed', text, 'Its descriptor does not fit its file: import it again.', {
      cause: error,
    });
  }
}

function assertMeaningful(prediction: Prediction, { model, provider, precision }: Means): void {
  const fault = findPredictionFault(prediction);
  if (!fault) return;
  const seen = fault === 'constant' ? 'the same depth everywhere' : 'depths that are no numbers';
  throw new FailureError(
    'ModelFailed',
    `${model.descriptor.id} on ${provider.label} in ${precision} gave ${seen}`,
    'Choose another precision or device.',
  );
}
