import type { DegeneratePoints } from '../core/camera/focal-and-shift';
import { interpretPrediction } from '../core/depth/interpret-prediction';
import type { Prediction } from '../core/depth/prediction';
import { scaleDepth } from '../core/depth/scale-depth';
import { cameraName, scaleOf } from '../core/measuring/scale-correction';
import type { ModelDescriptor } from '../core/models/descriptor';
import type { EngineState } from './engine-state';
import type { Estimate, EstimateOptions, EstimateRequest } from './estimate';
import { FailureError, throwIfCancelled } from './failure-error';
import { importDepth } from './imported-depth/import-depth';
import { sha256In } from './inference/verified-model';
import { assertPerspective } from './photo/assert-perspective';
import { openPhoto } from './photo/open-photo';
import type { Photo } from './photo/photo';
import { feed, isRemembered, predictOnRung } from './predict-on-rung';

/**
 * From a photo's path to metric depth: decode, fit into the model, run it (or find its earlier answer), apply the focal;
 * or read the depth that a file holds.
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
  const { depthFile } = request;
  if (depthFile) return importDepth(engine, path, { ...request, depthFile }, { signal, onStage });
  if (!engine.models.isOpen(request.model)) onStage?.('check');
  const model = await engine.models.open(request.model);
  engine.rungs.assertDevice(request.device);

  onStage?.('decode');
  const started = performance.now();
  const photo = await openPhoto(path, engine.heic);
  assertLargeEnough(photo, model.descriptor);
  assertPerspective(photo, request.focal);
  const fed = await feed(model, photo, request.focal);
  const decodeMs = performance.now() - started;

  throwIfCancelled(signal, path);
  const { provider, precision, demotions, prediction, colours, inferMs, remember } = await predictOnRung(
    engine,
    fed,
    request,
    { signal, onStage, priority },
  );
  let understood: ReturnType<typeof understand>;
  try {
    understood = understand(prediction, photo, request, model.descriptor);
  } catch (error) {
    // With another focal length it may make sense.
    await remember();
    throw error;
  }
  return {
    photo,
    colours,
    ...understood,
    model: model.descriptor,
    modelSha256: sha256In(model, precision.used),
    provider,
    precision,
    demotions,
    ms: { decode: decodeMs, infer: inferMs },
    remember,
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
  return isRemembered(engine, model, photo, request);
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

function assertLargeEnough({ path, size }: Photo, { id, input }: ModelDescriptor): void {
  if (Math.min(size.widthPx, size.heightPx) >= input.minPhotoSidePx) return;
  throw new FailureError(
    'PhotoTooSmall',
    `${path}: ${String(size.widthPx)} × ${String(size.heightPx)} is too small for ${id}`,
    `Use a photo of at least ${String(input.minPhotoSidePx)} pixels on each side.`,
  );
}
