import { ORPCError } from '@orpc/client';
import * as z from 'zod';
import { failureCodeSchema, type FailureCode } from '../../contract/failure';
import type { Trial } from '../../contract/import-model';
import type { LaunchChild } from '../children/child';
import { startEngineProcess } from '../child-process';
import type { EngineConfig, TrialMeans } from '../engine-config';
import { FailureError } from '../failure-error';

/** Longer than any model that a person would wait for; a graph can be made never to end. */
const LONGEST_TRIAL_MS = 10 * 60_000;

/** Where and how a model is tried. */
export interface TrialSetting {
  readonly means: TrialMeans;
  /** Of the engine that asks; its user's models folder holds the model. */
  readonly config: EngineConfig;
  readonly launch: LaunchChild;
}

/**
 * Tries a model in an engine of its own, which alone ends if native code crashes or takes all memory.
 *
 * @param runs see `trialRequestSchema`.
 * @throws FailureError what the run failed with, or `ModelFailed` where its process ended; the signal's reason.
 */
export async function trialRun(setting: TrialSetting, model: string, signal: AbortSignal, runs = 1): Promise<Trial> {
  const { means, config, launch } = setting;
  const { engineEntry, photo } = means;
  const engine = startEngineProcess(engineEntry, { ...config, cache: undefined, trial: undefined }, launch);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_TRIAL_MS)]);
  const stop = (): void => {
    engine.stop();
  };
  limit.addEventListener('abort', stop, { once: true });
  try {
    limit.throwIfAborted();
    return await engine.client.tryModel({ model, photo, runs });
  } catch (error) {
    signal.throwIfAborted();
    throw trialFailure(model, error, limit.aborted);
  } finally {
    limit.removeEventListener('abort', stop);
    engine.stop();
    // Its files are free then, and nothing of it outlives the import.
    await engine.ended;
  }
}

function trialFailure(model: string, error: unknown, tookTooLong: boolean): unknown {
  if (tookTooLong) {
    const minutes = String(LONGEST_TRIAL_MS / 60_000);
    return new FailureError('ModelFailed', `${model} had not run one photo after ${minutes} minutes`, GIVE_UP);
  }
  if (!(error instanceof ORPCError)) return error;
  if (error.code === 'EngineGone') {
    return new FailureError(
      'ModelFailed',
      `${model} crashed the process that tried it: ${error.message}`,
      'It may need more memory than there is, or its file makes ONNX Runtime fail: use a smaller or another export.',
    );
  }
  const code = failureCodeSchema.parse(error.code);
  const message = `tried on a sample photo: ${error.message}`;
  if (MEANINGLESS.has(code)) return new FailureError('ModelFailed', message, OTHER_WORDS);
  return new FailureError(code, message, z.object({ remedy: z.string() }).parse(error.data).remedy);
}

/** What a sound photo fails with where the model, or what is said of it, is wrong. */
const MEANINGLESS = new Set<FailureCode>(['ModelFailed', 'SceneDegenerate', 'CameraNotFound']);
const OTHER_WORDS =
  'Its camera rule, normalisation or size may be others than those named; or use another export of the model.';
const GIVE_UP = 'Use a smaller model, or a smaller --size or --fit.';
