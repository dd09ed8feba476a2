import type { DegeneratePoints } from '../camera/focal-and-shift';
import type { FocalRequest } from '../camera/focal-request';
import { fedFocalPx } from '../camera/input-geometry';
import { intrinsicsOnGrid, type ImageSize } from '../camera/intrinsics';
import type { PhotoCamera } from '../camera/photo-camera';
import { resolveCamera, type PhotoFacts } from '../camera/resolve-camera';
import { pixels, type Pixels } from '../camera/units';
import type { DepthMap } from './depth-map';
import { depthFromPoints } from './depth-from-points';
import { toMetricDepth, type DepthModel } from './metric-depth';
import type { DepthPrediction, PointPrediction, Prediction } from './prediction';

/** What a prediction means for one photo and its camera; or that no camera fits the points it holds. */
export type Interpretation =
  | { readonly kind: 'metric'; readonly camera: PhotoCamera; readonly depth: DepthMap }
  | { readonly kind: 'degenerate'; readonly reason: DegeneratePoints }
  | { readonly kind: 'notConverged' };

/**
 * Turns a prediction into metric depth. The camera is what a person typed, else what EXIF tells, else what the model
 * itself sees in the photo, else an assumed one; a known focal length leaves a point map only its shift to be found.
 */
export function interpretPrediction(
  prediction: Prediction,
  photo: PhotoFacts,
  request: FocalRequest | undefined,
  model: DepthModel,
): Interpretation {
  if (prediction.points) return interpretPoints(prediction, photo, request, model);
  const { focalPx, size } = prediction;
  const modelFocalPx = focalPx === undefined ? undefined : pixels((focalPx * photo.size.widthPx) / size.widthPx);
  return metric(prediction, photo, resolveCamera(photo, request, modelFocalPx), model);
}

function interpretPoints(
  prediction: PointPrediction,
  photo: PhotoFacts,
  request: FocalRequest | undefined,
  model: DepthModel,
): Interpretation {
  const { intrinsics, origin } = resolveCamera(photo, request);
  const known = origin === 'assumed' ? undefined : intrinsicsOnGrid(intrinsics, photo.size, prediction.size);
  const solved = depthFromPoints(prediction, model.outputs, known);
  if (solved.kind !== 'solved') return solved;
  const camera = resolveCamera(photo, request, onPhoto(solved.focalPx, prediction.size, photo.size));
  return metric(solved.prediction, photo, camera, model);
}

function metric(
  prediction: DepthPrediction,
  photo: PhotoFacts,
  camera: PhotoCamera,
  model: DepthModel,
): Interpretation {
  const { size } = photo;
  const { intrinsics } = camera;
  const fed = { size, intrinsics, fedFocalPx: fedFocalPx(prediction.size, size, intrinsics) };
  return { kind: 'metric', camera, depth: toMetricDepth(prediction, fed, model) };
}

/** A focal length of square pixels of `grid` in pixels of the photo; the two scales differ by rounding only. */
function onPhoto(focalPx: Pixels, grid: ImageSize, photo: ImageSize): Pixels {
  return pixels((focalPx * (photo.widthPx / grid.widthPx + photo.heightPx / grid.heightPx)) / 2);
}
