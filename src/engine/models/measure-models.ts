import type { MeasureEvent, MeasureRequest } from '../../contract/measure';
import type { Engine } from '../engine';
import { FailureError, failureOf } from '../failure-error';
import { usualRung, type RungMeans } from '../usual-rung';
import { requireMemory } from './require-memory';
import { trialRun } from './trial-run';

/** The first run of a session is slower than all others: the median of the rest counts. */
const RUNS = 4;

export interface MeasureOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: MeasureEvent) => void;
}

type Measuring = RungMeans &
  Pick<Engine, 'config' | 'launch' | 'models' | 'measurements' | 'activity' | 'freeMemoryBytes'>;

/**
 * Measures what models take on this machine, each in a process of its own, one after the other. Waits while photos are
 * converted; where that begins in the middle, what was measured is thrown away and measured again afterwards. A model that
 * fails is told and the rest go on.
 *
 * @throws FailureError `Cancelled`; `ModelMissing` where this engine can try no models.
 */
export async function measureModels(
  engine: Measuring,
  { ids, again }: MeasureRequest,
  { signal, onEvent }: MeasureOptions,
): Promise<void> {
  const wanted = ids ?? (await readyIds(engine));
  for (const [index, id] of wanted.entries()) {
    const measuring = (): void => {
      onEvent({ event: 'measuring', id, index, count: wanted.length });
    };
    try {
      await measureOne(engine, id, { again, signal, onEvent, measuring });
    } catch (error) {
      if (signal.aborted) {
        throw new FailureError('Cancelled', 'measuring was cancelled', 'What was measured is kept. Measure again.');
      }
      onEvent({ event: 'failed', id, failure: failureOf(error, id) });
    }
  }
}

async function readyIds({ models }: Measuring): Promise<string[]> {
  return (await models.list()).filter(({ status }) => status === 'ready').map(({ id }) => id);
}

interface OneModel extends MeasureOptions {
  readonly again: boolean;
  readonly measuring: () => void;
}

async function measureOne(
  engine: Measuring,
  id: string,
  { again, signal, onEvent, measuring }: OneModel,
): Promise<void> {
  const { config, launch, models, measurements, activity, freeMemoryBytes } = engine;
  const { trial } = config;
  if (!trial) throw new FailureError('ModelMissing', 'models cannot be tried here', 'Use `fathom models measure`.');
  const model = await models.open(id);
  const { provider } = await usualRung(engine, model);
  const known = again ? undefined : await measurements.find(model, provider);
  if (known) {
    onEvent({ event: 'measured', id, measured: known });
    return;
  }
  for (;;) {
    signal.throwIfAborted();
    const { begun } = activity;
    if (begun.aborted) {
      onEvent({ event: 'waiting', id });
      await activity.idle(signal);
      continue;
    }
    await requireMemory({ model, provider }, measurements, freeMemoryBytes());
    measuring();
    try {
      const outcome = await trialRun({ means: trial, config, launch }, id, AbortSignal.any([signal, begun]), RUNS);
      begun.throwIfAborted();
      const measured = { msPerPhoto: outcome.inferMs, peakMemoryBytes: outcome.peakMemoryBytes };
      await measurements.keep(model, provider, measured);
      onEvent({ event: 'measured', id, measured });
      return;
    } catch (error) {
      if (!isRaised(begun)) throw error;
    }
  }
}

/** Asked of a signal anew: it may have been raised since it was last looked at. */
const isRaised = (signal: AbortSignal): boolean => signal.aborted;
