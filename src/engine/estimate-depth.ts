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
import { scaleDepth } from '../core/depth/scale-depth';
import { cameraName, scaleOf, type AppliedScale, type ScaleCorrections } from '../core/measuring/scale-correction';
import type { ModelDescriptor } from '../core/models/descriptor';
import type { PrecisionChoice } from '../core/precision/precision';
import type { DepthStage, ModelChoice } from '../contract/estimate';
import { FailureError, throwIfCancelled } from './failure-error';
import type { ModelStore } from './inference/model-store';
import type { VerifiedModel } from './inference/verified-model';
import type { PredictionCache, PredictionKey } from './inference/prediction-cache';
import type { Predictor, TimedPrediction } from './inference/predictor';
import type { Provider } from './inference/providers';
import type { HeicDecoder } from './photo/heic/heic-decoder';
import { openPhoto } from './photo/open-photo';
import type { Photo } from './photo/photo';
import type { PictureStore } from './photo/picture-store';
import { readPixels } from './photo/read-pixels';
import type { ChosenRung, RungChooser } from './precision/rung-chooser';

/** What an engine keeps between photos. */
export interface EngineState {
  readonly models: ModelStore;
  readonly predictor: Predictor;
  readonly heic: HeicDecoder;
  readonly rungs: RungChooser;
  readonly pictures: PictureStore;
  /** undefined where the host wants none. */
  readonly cache: PredictionCache | undefined;
}

export interface EstimateRequest extends ModelChoice {
  readonly focal?: FocalRequest | undefined;
  readonly scales?: ScaleCorrections | undefined;
}

export interface EstimateOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((stage: DepthStage) => void) | undefined;
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
  /** What the model's own depth was multiplied by; undefined where it is as it came. */
  readonly scale: AppliedScale | undefined;
  readonly model: ModelDescriptor;
  /** See {@link VerifiedModel.sha256}. */
  readonly modelSha256: string;
  readonly provider: Provider;
  readonly precision: PrecisionChoice;
  /** What failed at this photo, and on what, before it could be done; mostly nothing. */
  readonly demotions: readonly string[];
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
  const model = await engine.models.open(request.model);
  engine.rungs.assertDevice(request.device);

  onStage?.('decode');
  const started = performance.now();
  const photo = await openPhoto(path, engine.heic);
  assertLargeEnough(photo, model.descriptor);
  assertPerspective(photo, request.focal);
  const geometry = fitIntoModel(photo, request, model);
  const colours = await readPixels(photo, geometry.content);
  const decodeMs = performance.now() - started;

  throwIfCancelled(signal, path);
  const { rung, demotions, prediction, inferMs, remembered } = await predictOnRung(
    engine,
    { model, photo, geometry, colours },
    request,
    { signal, onStage, priority },
  );
  return {
    photo,
    colours,
    ...understand(prediction, photo, request, model.descriptor),
    model: model.descriptor,
    modelSha256: model.sha256,
    provider: rung.provider,
    precision: rung.precision,
    demotions,
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
  const model = await engine.models.open(request.model);
  const photo = await openPhoto(path, engine.heic);
  const geometry = fitIntoModel(photo, request, model);
  const rung = await engine.rungs.choose(model, geometry, request, 'never');
  return engine.cache.has(predictionKey(photo, geometry, model, rung));
}

/** A decoded photo, laid into a model's input. */
interface Fed {
  readonly model: VerifiedModel;
  readonly photo: Photo;
  readonly geometry: InputGeometry;
  readonly colours: RgbImage;
}

interface RungPrediction extends TimedPrediction, Pick<Estimate, 'remembered' | 'demotions'> {
  readonly rung: ChosenRung;
}

/**
 * Runs the model on the best rung; where that fails, on the next one down, until one does it or none is left. What failed
 * is remembered: the next photo begins where this one ended.
 *
 * @throws FailureError of the last rung.
 */
async function predictOnRung(
  engine: EngineState,
  { model, photo, geometry, colours }: Fed,
  request: EstimateRequest,
  { signal, onStage, priority }: EstimateOptions & { readonly priority: number },
): Promise<RungPrediction> {
  const demotions: string[] = [];
  for (;;) {
    const rung = await engine.rungs.choose(model, geometry, request, 'missing', () => onStage?.('test'));
    const { provider, optimisation, file, expectedMs, precision } = rung;
    const means = { model, provider, precision: precision.used, optimisation, file, expectedMs };
    try {
      const made = await recallOr(engine.cache, predictionKey(photo, geometry, model, rung), () =>
        engine.predictor.predict(means, geometry, colours, { photo: photo.path, priority, signal, onStage }),
      );
      return { ...made, rung, demotions };
    } catch (error) {
      throwIfCancelled(signal, photo.path);
      const why = error instanceof FailureError ? error.failure.message : String(error);
      if (!(await rung.demote(why))) throw error;
      demotions.push(why);
    }
  }
}

function fitIntoModel(photo: Photo, { focal }: EstimateRequest, { descriptor }: VerifiedModel): InputGeometry {
  return planInput(descriptor.input.size, photo.size, resolveCamera(photo, focal).intrinsics);
}

function predictionKey(
  { identity }: Photo,
  { input, content }: InputGeometry,
  { fingerprint }: VerifiedModel,
  { provider, precision }: ChosenRung,
): PredictionKey {
  return {
    photoIdentity: identity,
    modelSha256: fingerprint,
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
  { focal, scales }: EstimateRequest,
  model: ModelDescriptor,
): Pick<Estimate, 'camera' | 'depth' | 'scale'> {
  const interpretation = interpretPrediction(prediction, photo, focal, model);
  switch (interpretation.kind) {
    case 'metric': {
      const { camera, depth } = interpretation;
      const scale = scales && scaleOf(scales, { path: photo.path, camera: cameraName(photo.exif) }, model.id);
      return { camera, depth: scale ? scaleDepth(depth, scale.factor) : depth, scale };
    }
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
