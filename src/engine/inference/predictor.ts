import PQueue from 'p-queue';
import type { InputGeometry } from '../../core/camera/input-geometry';
import type { RgbImage } from '../../core/cloud/unproject';
import { findPredictionFault, type Prediction } from '../../core/depth/prediction';
import { inputDimensions, inputLength, packInput } from '../../core/models/input-tensor';
import { readPrediction } from '../../core/models/output-prediction';
import type { Precision } from '../../core/precision/precision';
import { FailureError } from '../failure-error';
import type { VerifiedModel } from './verified-model';
import type { Provider } from './providers';
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

/** How the host lets models run. */
export interface PredictorConfig {
  /** The built entry of a session's thread. */
  readonly sessionWorker: string;
  /** Threads a session may compute with. */
  readonly threads: number;
}

/** May refuse a session before it is made, with a FailureError. */
export type BeforeOpening = (means: Means) => Promise<void>;

/**
 * Runs models, one photo at a time whatever the number of callers: a session already uses all the threads there are.
 * Sessions are opened at first use and kept.
 */
export class Predictor {
  readonly #config: PredictorConfig;
  readonly #beforeOpening: BeforeOpening;
  readonly #lane = new PQueue({ concurrency: 1 });
  readonly #spareTensors = new SpareTensors();
  readonly #sessions = new Map<string, Promise<SessionThread>>();

  constructor(config: PredictorConfig, beforeOpening: BeforeOpening = () => Promise.resolve()) {
    this.#config = config;
    this.#beforeOpening = beforeOpening;
  }

  /**
   * @param colours the photo at the content's size.
   * @param priority higher goes first among those waiting: a person before a batch.
   * @throws FailureError `ModelFailed` or `OutOfMemory`.
   */
  async predict(means: Means, geometry: InputGeometry, colours: RgbImage, priority: number): Promise<TimedPrediction> {
    const { descriptor } = means.model;
    const spare = this.#spareTensors.take(inputLength(geometry));
    const tensor = packInput(colours.rgb, geometry, descriptor, spare);
    const { outputs, inferMs, ...used } = await this.#lane.add(
      async () => (await this.#sessionFor(means)).run(tensor, inputDimensions(geometry, descriptor)),
      { priority },
    );
    this.#spareTensors.give(used.tensor);
    const prediction = understand(outputs, geometry, descriptor);
    assertMeaningful(prediction, means);
    return { prediction, inferMs };
  }

  /** Whether a session of the model is open. */
  runs({ fingerprint }: VerifiedModel): boolean {
    return [...this.#sessions.keys()].some((key) => key.startsWith(fingerprint));
  }

  /** Gives back the memory of all sessions. */
  async release(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await (await session).release();
  }

  #sessionFor(means: Means): Promise<SessionThread> {
    const { model, provider, precision } = means;
    const key = [model.fingerprint, provider.name, precision].join(' ');
    const known = this.#sessions.get(key);
    if (known) return known;
    const { sessionWorker, threads } = this.#config;
    const setup = { descriptor: model.descriptor, file: model.file, provider: provider.name, threads };
    const opening = this.#beforeOpening(means).then(() => startSessionThread(sessionWorker, setup));
    this.#sessions.set(key, opening);
    opening.catch(() => this.#sessions.delete(key));
    return opening;
  }
}

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
