import { planInput, type InputGeometry } from '../core/camera/input-geometry';
import type { FocalRequest } from '../core/camera/focal-request';
import type { ImageSize } from '../core/camera/intrinsics';
import { resolveCamera } from '../core/camera/resolve-camera';
import { shrinkPolicy } from '../core/camera/shrink-input';
import type { RgbImage } from '../core/cloud/unproject';
import type { PrecisionChoice } from '../core/precision/precision';
import type { EngineState } from './engine-state';
import type { Estimate, EstimateOptions, EstimateRequest } from './estimate';
import { FailureError, throwIfCancelled } from './failure-error';
import { fingerprintIn, type VerifiedModel } from './inference/verified-model';
import type { PredictionCache, PredictionKey } from './inference/prediction-cache';
import type { TimedPrediction } from './inference/predictor';
import { once } from './once';
import type { Photo } from './photo/photo';
import { readPixels } from './photo/read-pixels';
import type { ChosenRung, Testing, TestPhase } from './precision/rung-chooser';

/** A decoded photo, laid into a model's input. */
export interface FedPhoto {
  readonly model: VerifiedModel;
  readonly photo: Photo;
  readonly focal: FocalRequest | undefined;
  readonly geometry: InputGeometry;
  /** The photo at the content's size. */
  readonly colours: RgbImage;
}

/** Reads a photo as a model takes it. */
export async function feed(model: VerifiedModel, photo: Photo, focal: FocalRequest | undefined): Promise<FedPhoto> {
  const geometry = geometryOf({ model, photo, focal });
  return { model, photo, focal, geometry, colours: await readPixels(photo, geometry.content) };
}

interface RungPrediction extends TimedPrediction, Pick<Estimate, 'provider' | 'remember' | 'demotions' | 'colours'> {
  readonly precision: PrecisionChoice;
}

/**
 * Runs the model on the best rung. Where memory does not suffice, at a smaller size first; where it fails, on the next
 * rung down, until one does it or none is left. What failed is remembered: the next photo begins where this one ended.
 *
 * @throws FailureError of the last rung.
 */
export async function predictOnRung(
  engine: EngineState,
  asked: FedPhoto,
  request: EstimateRequest,
  { signal, onStage, priority = 0 }: EstimateOptions,
): Promise<RungPrediction> {
  const { model, photo } = asked;
  const demotions: string[] = [];
  for (;;) {
    const plan = await planRun(engine, asked, request, 'missing', onStage);
    const { provider, optimisation, cpuNodes, file, expectedMs, precision } = plan.run;
    const means = { model, provider, precision: precision.used, optimisation, cpuNodes, file, expectedMs };
    try {
      const fed = plan.run === plan.whole ? asked : await feedAgain(asked, plan.geometry);
      const made = await recallOr(engine.cache, predictionKey(asked, plan), () =>
        engine.predictor.predict(means, fed.geometry, fed.colours, { photo: photo.path, priority, signal, onStage }),
      );
      return { ...made, provider, precision: precisionOf(asked, plan), demotions, colours: fed.colours };
    } catch (error) {
      throwIfCancelled(signal, photo.path);
      const why = error instanceof FailureError ? error.failure.message : String(error);
      if (isOutOfMemory(error) && (await plan.whole.shrink())) {
        demotions.push(`${why}, at ${sizeWords(plan.geometry.input)}: a smaller input is tried`);
        continue;
      }
      if (!(await plan.run.demote(why))) throw error;
      demotions.push(why);
    }
  }
}

/** Whether the cache holds what the model says of a photo, as far as is known what it would be run on. */
export async function isRemembered(
  engine: EngineState,
  model: VerifiedModel,
  photo: Photo,
  request: EstimateRequest,
): Promise<boolean> {
  const asked = { model, photo, focal: request.focal };
  const plan = await planRun(engine, { ...asked, geometry: geometryOf(asked) }, request, 'never');
  return (await engine.cache?.has(predictionKey(asked, plan))) ?? false;
}

/** What a photo is run on, and at which size. */
interface Plan {
  /** The rung of the size that was asked for. */
  readonly whole: ChosenRung;
  /** The rung that runs: the same, unless memory suffices for a smaller size only. */
  readonly run: ChosenRung;
  readonly geometry: InputGeometry;
}

/** A smaller size is proved like any other. A rung whose provider cannot do it at a smaller size either is given up. */
async function planRun(
  { rungs }: EngineState,
  asked: Omit<FedPhoto, 'colours'>,
  request: EstimateRequest,
  testing: Testing,
  onTest?: (phase: TestPhase) => void,
): Promise<Plan> {
  const { model } = asked;
  for (;;) {
    const whole = await rungs.choose(model, asked.geometry, request, testing, onTest);
    if (whole.inputShare === 1) return { whole, run: whole, geometry: asked.geometry };
    const geometry = geometryOf(asked, whole.inputShare);
    const device = whole.provider.name;
    const run = await rungs.choose(model, geometry, { ...request, device }, testing, onTest);
    const isSame = run.provider.name === whole.provider.name;
    if (isSame || testing === 'never') return { whole, run, geometry };
    if (!(await whole.demote(`memory does not suffice, and it fails at ${sizeWords(geometry.input)}`))) {
      return { whole, run, geometry };
    }
  }
}

function geometryOf({ model, photo, focal }: Pick<FedPhoto, 'model' | 'photo' | 'focal'>, share = 1): InputGeometry {
  const { size } = model.descriptor.input;
  const policy = share === 1 ? size : (shrinkPolicy(size, share) ?? size);
  return planInput(policy, photo.size, resolveCamera(photo, focal).intrinsics);
}

async function feedAgain(asked: FedPhoto, geometry: InputGeometry): Promise<FedPhoto> {
  return { ...asked, geometry, colours: await readPixels(asked.photo, geometry.content) };
}

function precisionOf({ geometry: { input: asked } }: FedPhoto, { whole, run, geometry }: Plan): PrecisionChoice {
  if (run === whole) return run.precision;
  const used = geometry.input;
  const reason = `${run.precision.reason}; at ${sizeWords(used)} instead of ${sizeWords(asked)}, which memory does not suffice for`;
  return { ...run.precision, reason, smallerInput: { asked, used } };
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof FailureError && error.failure.code === 'OutOfMemory';

const sizeWords = ({ widthPx, heightPx }: ImageSize): string => `${String(widthPx)} × ${String(heightPx)}`;

function predictionKey({ model, photo }: Pick<FedPhoto, 'model' | 'photo'>, { run, geometry }: Plan): PredictionKey {
  const { input, content } = geometry;
  return {
    photoIdentity: photo.identity,
    modelSha256: fingerprintIn(model, run.precision.used),
    input,
    content: { widthPx: content.widthPx, heightPx: content.heightPx },
    provider: run.provider.name,
    precision: run.precision.used,
  };
}

/** The cached prediction, read in no time; or a new one, which can be kept for later. */
async function recallOr(
  cache: PredictionCache | undefined,
  key: PredictionKey,
  predict: () => Promise<TimedPrediction>,
): Promise<TimedPrediction & Pick<Estimate, 'remember'>> {
  const known = await cache?.read(key);
  if (known) return { prediction: known, inferMs: 0, remember: () => Promise.resolve() };
  const made = await predict();
  return { ...made, remember: once(async () => cache?.write(key, made.prediction)) };
}
