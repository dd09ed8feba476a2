import { planInput } from '../core/camera/input-geometry';
import type { FocalRequest } from '../core/camera/focal-request';
import type { PhotoCamera } from '../core/camera/photo-camera';
import { resolveCamera } from '../core/camera/resolve-camera';
import type { RgbImage } from '../core/cloud/unproject';
import type { DepthMap } from '../core/depth/depth-map';
import { toMetricDepth } from '../core/depth/metric-depth';
import type { ModelDescriptor } from '../core/models/descriptor';
import { choosePrecision } from '../core/precision/choose-precision';
import type { PrecisionChoice } from '../core/precision/precision';
import type { PhotoStage } from '../contract/convert';
import type { ModelChoice } from '../contract/estimate';
import { FailureError, throwIfCancelled } from './failure-error';
import type { ModelStore } from './inference/model-store';
import type { PredictionCache, PredictionKey } from './inference/prediction-cache';
import type { Predictor, TimedPrediction } from './inference/predictor';
import { findProvider, PROVIDERS, type Provider } from './inference/providers';
import { openPhoto } from './photo/open-photo';
import type { Photo } from './photo/photo';
import { readPixels } from './photo/read-pixels';

/** What an engine keeps between photos. */
export interface EngineState {
  readonly models: ModelStore;
  readonly predictor: Predictor;
  /** undefined where the host wants none. */
  readonly cache: PredictionCache | undefined;
}

export interface EstimateRequest extends ModelChoice {
  readonly focal?: FocalRequest | undefined;
}

export interface EstimateOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: (stage: PhotoStage) => void;
  /** See {@link Predictor.predict}. */
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
  const model = await engine.models.open(request.model);
  const provider = providerFor(request.device);
  const precision = choosePrecision(request.precision, provider, model.descriptor);

  onStage?.('decode');
  const started = performance.now();
  const photo = await openPhoto(path);
  assertLargeEnough(photo, model.descriptor);
  const camera = resolveCamera(photo, request.focal);
  const geometry = planInput(model.descriptor.input.size, photo.size, camera.intrinsics);
  const colours = await readPixels(photo, geometry.content);
  const decodeMs = performance.now() - started;

  throwIfCancelled(signal, path);
  onStage?.('infer');
  const key: PredictionKey = {
    photoIdentity: photo.identity,
    modelSha256: model.descriptor.file.sha256,
    input: geometry.input,
    content: { widthPx: geometry.content.widthPx, heightPx: geometry.content.heightPx },
    provider: provider.name,
    precision: precision.used,
  };
  const { prediction, inferMs, remembered } = await recallOr(engine.cache, key, () =>
    engine.predictor.predict({ model, provider, precision: precision.used }, geometry, colours, priority),
  );
  return {
    photo,
    camera,
    colours,
    depth: toMetricDepth(
      prediction,
      { size: photo.size, intrinsics: camera.intrinsics, fedFocalPx: geometry.fedFocalPx },
      model.descriptor,
    ),
    model: model.descriptor,
    provider,
    precision,
    ms: { decode: decodeMs, infer: inferMs },
    remembered,
  };
}

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

function assertLargeEnough({ path, size }: Photo, { id, input }: ModelDescriptor): void {
  if (Math.min(size.widthPx, size.heightPx) >= input.minPhotoSidePx) return;
  throw new FailureError(
    'PhotoTooSmall',
    `${path}: ${String(size.widthPx)} × ${String(size.heightPx)} is too small for ${id}`,
    `Use a photo of at least ${String(input.minPhotoSidePx)} pixels on each side.`,
  );
}
