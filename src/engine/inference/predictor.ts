import PQueue from 'p-queue';
import type { DepthStage } from '../../contract/estimate';
import type { InputGeometry } from '../../core/camera/input-geometry';
import type { RgbImage } from '../../core/cloud/unproject';
import { findPredictionFault, type Prediction } from '../../core/depth/prediction';
import { inputDimensions, inputLength, packInput } from '../../core/models/input-tensor';
import { readPrediction } from '../../core/models/output-prediction';
import type { Precision } from '../../core/precision/precision';
import type { Optimisation } from '../../core/precision/verdict';
import { FailureError, throwIfCancelled } from '../failure-error';
import type { VerifiedModel } from './verified-model';
import type { Provider } from './providers';
import type { SessionRun } from './session-messages';
import { SpareTensors } from './spare-tensors';
import type { OpenSession } from './session-process';
import { startSessionThread, type SessionThread } from './session-thread';

/** What a prediction is made with. */
export interface Means {
  readonly model: VerifiedModel;
  readonly provider: Provider;
  readonly precision: Precision;
  readonly optimisation: Optimisation;
  /** Nodes that the provider leaves to the CPU. */
  readonly cpuNodes: readonly string[];
  /** The model's graph in that precision. */
  readonly file: string;
  /** What a run took when it was tried; undefined where it was not, and need not be. */
  readonly expectedMs: number | undefined;
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
  /** Opens a session in a process of its own; undefined where none can be started. */
  readonly openSessionProcess?: OpenSession | undefined;
  /** Threads a session may compute with. */
  readonly threads: number;
  /** What every run may take before its session counts as hung; a minute where undefined. */
  readonly leastHungMs?: number | undefined;
}

/** May refuse a session before it is made, with a FailureError. */
export type BeforeOpening = (means: Means) => Promise<void>;
/** A run may take this many times what it took when it was tried. */
const HUNG_FACTOR = 20;
const LEAST_HUNG_MS = 60_000;

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
  /** Those that have run before: the first run is slower, as memory is laid out in it. */
  readonly #warm = new WeakSet<SessionThread>();

  constructor(config: PredictorConfig, beforeOpening: BeforeOpening = () => Promise.resolve()) {
    this.#config = config;
    this.#beforeOpening = beforeOpening;
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

  async #run(
    means: Means,
    tensor: Float32Array<ArrayBuffer>,
    dimensions: readonly number[],
    { photo, signal, onStage }: PredictOptions,
  ): Promise<SessionRun> {
    throwIfCancelled(signal, photo);
    if (!this.#sessions.has(keyOf(means))) onStage?.('load');
    const opening = this.#sessionFor(means);
    const session = await this.#orDiscard(means, opening, opening);
    throwIfCancelled(signal, photo);
    onStage?.(this.#warm.has(session) ? 'infer' : 'warmUp');
    const running = within(this.#longestRunMs(means), means, session.run(tensor, dimensions));
    const run = await this.#orDiscard(means, opening, running);
    this.#warm.add(session);
    return run;
  }

  /** A session that fails is opened anew for the next run: its thread, or what it keeps on a card, may be gone. */
  async #orDiscard<Value>(means: Means, opening: Promise<SessionThread>, step: Promise<Value>): Promise<Value> {
    try {
      return await step;
    } catch (error) {
      this.#sessions.delete(keyOf(means));
      // A thread that hangs in native code ends when that returns: nobody waits for it.
      void opening.then((session) => session.release()).catch(() => undefined);
      throw error;
    }
  }

  /** Undefined on the CPU, which is slow and does not hang. */
  #longestRunMs({ provider, expectedMs }: Means): number | undefined {
    if (provider.name === 'cpu' || expectedMs === undefined) return undefined;
    return Math.max(this.#config.leastHungMs ?? LEAST_HUNG_MS, HUNG_FACTOR * expectedMs);
  }

  #sessionFor(means: Means): Promise<SessionThread> {
    const known = this.#sessions.get(keyOf(means));
    if (known) return known;
    const { model, provider, precision, optimisation, cpuNodes, file } = means;
    const { sessionWorker, openSessionProcess, threads } = this.#config;
    const { descriptor } = model;
    const setup = { descriptor, file, provider: provider.name, precision, optimisation, cpuNodes, threads };
    const opening = this.#beforeOpening(means).then(() =>
      openSessionProcess && provider.needsOwnProcess(precision)
        ? openSessionProcess(setup)
        : startSessionThread(sessionWorker, setup),
    );
    this.#sessions.set(keyOf(means), opening);
    return opening;
  }
}

const keyOf = ({ model, provider, precision, optimisation, cpuNodes, file }: Means): string =>
  [model.fingerprint, provider.name, precision, optimisation, file, ...cpuNodes].join('\n');

/** @throws FailureError `ModelFailed` where the run is not done in time. */
async function within(
  longestRunMs: number | undefined,
  { model, provider }: Means,
  run: Promise<SessionRun>,
): Promise<SessionRun> {
  if (longestRunMs === undefined) return run;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seconds = String(Math.round(longestRunMs / 1000));
      const message = `${model.descriptor.id} on ${provider.label} was not done after ${seconds} s`;
      reject(new FailureError('ModelFailed', message, 'Choose another precision or device.'));
    }, longestRunMs);
  });
  try {
    return await Promise.race([run, tooLate]);
  } finally {
    clearTimeout(timer);
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
