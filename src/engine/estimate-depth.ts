import { planInput, type InputGeometry } from '../core/camera/input-geometry';
import type { DegeneratePoints } from '../core/camera/focal-and-shift';
import type { FocalRequest } from '../core/camera/focal-request';
import type { PhotoCamera } from '../core/camera/photo-camera';
import type { Projection } from '../core/camera/projection';
import { resolveCamera } from '../core/camera/resolve-camera';
import type { RgbImage } from '../core/cloud/unproject';
import type { DepthMap } from '../core/depth/depth-map';
import { interpretPrediction } from '../core/depth/interpret-prediction';
import type { Prediction } from '../core/depth/prediction';
import type { ModelDescriptor } from '../core/models/descriptor';
import { choosePrecision } from '../core/precision/choose-precision';
import type { PrecisionChoice, PrecisionRequest } from '../core/precision/precision';
import type { DepthStage, ModelChoice } from '../contract/estimate';
import { FailureError, throwIfCancelled } from './failure-error';
import type { ModelStore } from './inference/model-store';
import type { VerifiedModel } from './inference/verified-model';
import type { PredictionCache, PredictionKey } from './inference/prediction-cache';
import type { Predictor, TimedPrediction } from './inference/predictor';
import { findProvider, PROVIDERS, type Provider } from './inference/providers';
import type { HeicDecoder } from './photo/heic/heic-decoder';
import { openPhoto } from './photo/open-photo';
import type { Photo } from './photo/photo';
import type { PictureStore } from './photo/picture-store';
import { readPixels } from './photo/read-pixels';

/** What an engine keeps between photos. */
export interface EngineState {
  readonly models: ModelStore;
  readonly predictor: Predictor;
  readonly heic: HeicDecoder;
  readonly pictures: PictureStore;
  /** undefined where the host wants none. */
  readonly cache: PredictionCache | undefined;
}

export interface EstimateRequest extends ModelChoice {
  readonly focal?: FocalRequest | undefined;
}

export interface EstimateOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: (stage: DepthStage) => void;
  /** As of {@link Predictor.predict}. */
  readonly priority?: number;
}

/** A photo with its metric depth on the model's grid, before edges are masked. */
export interface Estimate {
  readonly photo: Photo;
  readonly camera: PhotoCamera;
  /** The photo on the depth's grid. */
  readonly colours: RgbImage;
  readonly depth: DepthMap;
  readonly model: ModelDescriptor;
  /** See {@link VerifiedModel.sha256}. */
  readonly modelSha256: string;
  readonly provider: Provider;
  readonly precision: PrecisionChoice;
  readonly ms: { readonly decode: number; readonly infer: number };
  /** Settles, and never rejects, once the prediction is in the cache: await it before the process may end. */
  readonly remembered: Promise<void>;
}

/**
 * From a photo's path to metric depth: decode, fit into the model, run it (or find its earlier answer), apply the focal.
 *
 * @throws FailureError for everything that can be wrong with the photo, the request, the model or the machine.
 */
export async function estimateDepth(
  engine: EngineState,
  path: string,
  request: EstimateRequest,
  { signal, onStage, priority = 0 }: EstimateOptions = {},
): Promise<Estimate> {
  throwIfCancelled(signal, path);
  if (!engine.models.isOpen(request.model)) onStage?.('check');
  const means = await chooseMeans(engine, request);
  const { model, provider, precision } = means;

  onStage?.('decode');
  const started = performance.now();
  const photo = await openPhoto(path, engine.heic);
  assertLargeEnough(photo, model.descriptor);
  assertPerspective(photo, request.focal);
  const geometry = fitIntoModel(photo, request, means);
  const colours = await readPixels(photo, geometry.content);
  const decodeMs = performance.now() - started;

  throwIfCancelled(signal, path);
  const { prediction, inferMs, remembered } = await recallOr(engine.cache, predictionKey(photo, geometry, means), () =>
    engine.predictor.predict({ model, provider, precision: precision.used }, geometry, colours, {
      photo: path,
      priority,
      signal,
      onStage,
    }),
  );
  return {
    photo,
    colours,
    ...understand(prediction, photo, request.focal, model.descriptor),
    model: model.descriptor,
    modelSha256: model.sha256,
    provider,
    precision,
    ms: { decode: decodeMs, infer: inferMs },
    remembered,
  };
}

/**
 * Whether the cache holds what the model says of a photo, so that its depth is there at once.
 *
 * @throws FailureError where the photo cannot be read, or the model or device is not there.
 */
export async function isPredicted(engine: EngineState, path: string, request: EstimateRequest): Promise<boolean> {
  if (!engine.cache) return false;
  const means = await chooseMeans(engine, request);
  const photo = await openPhoto(path, engine.heic);
  return engine.cache.has(predictionKey(photo, fitIntoModel(photo, request, means), means));
}

/**
 * What a request for a precision comes down to.
 *
 * @throws FailureError where the model or device is not there.
 */
export async function chosenPrecision(engine: EngineState, request: ModelChoice): Promise<PrecisionChoice> {
  return (await chooseMeans(engine, request)).precision;
}

/** The model, device and precision a request comes down to on this machine. */
interface ChosenMeans {
  readonly model: VerifiedModel;
  readonly provider: Provider;
  readonly precision: PrecisionChoice;
}

async function chooseMeans({ models }: EngineState, request: EstimateRequest): Promise<ChosenMeans> {
  const model = await models.open(request.model);
  const provider = providerFor(request.device);
  return { model, provider, precision: precisionFor(request.precision, provider, model.descriptor) };
}

function fitIntoModel(photo: Photo, { focal }: EstimateRequest, { model }: ChosenMeans): InputGeometry {
  return planInput(model.descriptor.input.size, photo.size, resolveCamera(photo, focal).intrinsics);
}

function predictionKey(
  { identity }: Photo,
  { input, content }: InputGeometry,
  { model, provider, precision }: ChosenMeans,
): PredictionKey {
  return {
    photoIdentity: identity,
    modelSha256: model.fingerprint,
    input,
    content: { widthPx: content.widthPx, heightPx: content.heightPx },
    provider: provider.name,
    precision: precision.used,
  };
}

/** The camera and the depth, or the words for a scene that has none. */
function understand(
  prediction: Prediction,
  photo: Photo,
  request: FocalRequest | undefined,
  model: ModelDescriptor,
): Pick<Estimate, 'camera' | 'depth'> {
  const interpretation = interpretPrediction(prediction, photo, request, model);
  switch (interpretation.kind) {
    case 'metric':
      return interpretation;
    case 'degenerate':
      throw new FailureError(
        'SceneDegenerate',
        `${photo.path}: ${model.id} ${DEGENERATE_WORDS[interpretation.reason]}`,
        'Type the focal length, or use another model.',
      );
    case 'notConverged':
      throw new FailureError(
        'CameraNotFound',
        `${photo.path}: no camera fits the points that ${model.id} gives`,
        'Type the focal length, or use another model.',
      );
  }
}

const DEGENERATE_WORDS: Record<DegeneratePoints, string> = {
  tooFewPoints: 'sees too little in it to tell the camera',
  notFinite: 'gives points that are no numbers',
  noPerspective: 'sees no perspective in it that would tell the camera',
  behindCamera: 'puts it behind the camera',
};

/** The cached prediction, read in no time; or a new one, kept for later. */
async function recallOr(
  cache: PredictionCache | undefined,
  key: PredictionKey,
  predict: () => Promise<TimedPrediction>,
): Promise<TimedPrediction & Pick<Estimate, 'remembered'>> {
  const known = await cache?.read(key);
  if (known) return { prediction: known, inferMs: 0, remembered: Promise.resolve() };
  const made = await predict();
  return { ...made, remembered: cache?.write(key, made.prediction) ?? Promise.resolve() };
}

function providerFor(device: string): Provider {
  const provider = findProvider(device);
  if (provider) return provider;
  const names = PROVIDERS.map(({ name }) => name).join(', ');
  throw new FailureError('DeviceMissing', `there is no device "${device}" here`, `Use auto or one of: ${names}.`);
}

function precisionFor(requested: PrecisionRequest, provider: Provider, model: ModelDescriptor): PrecisionChoice {
  const choice = choosePrecision(requested, provider, model);
  if (choice) return choice;
  throw new FailureError(
    'ModelFailed',
    `${model.id} comes in ${model.precisions.join(', ')} only, which ${provider.label} does not compute in`,
    'Choose another model: `fathom models` lists them.',
  );
}

const OTHER_PROJECTIONS: Record<Exclude<Projection, 'perspective'>, string> = {
  panorama: 'is a panorama',
  fisheye: 'was taken through a fisheye lens',
};

/** Bent pictures would give bent clouds. A person who types a focal length says that the picture is a plain one. */
function assertPerspective({ path, projection }: Photo, focal: FocalRequest | undefined): void {
  if (projection === 'perspective' || focal) return;
  throw new FailureError(
    'PhotoUnsupported',
    `${path}: ${OTHER_PROJECTIONS[projection]}, whose straight lines are not straight`,
    'Make a plain view of it with a panorama program. If it is one already, type its focal length.',
  );
}

function assertLargeEnough({ path, size }: Photo, { id, input }: ModelDescriptor): void {
  if (Math.min(size.widthPx, size.heightPx) >= input.minPhotoSidePx) return;
  throw new FailureError(
    'PhotoTooSmall',
    `${path}: ${String(size.widthPx)} × ${String(size.heightPx)} is too small for ${id}`,
    `Use a photo of at least ${String(input.minPhotoSidePx)} pixels on each side.`,
  );
}
