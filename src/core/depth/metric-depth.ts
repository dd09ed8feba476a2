import { intrinsicsOnGrid, type ImageSize, type Intrinsics } from '../camera/intrinsics';
import type { Pixels } from '../camera/units';
import type { CameraRule, ModelDescriptor } from '../models/descriptor';
import type { DepthMap } from './depth-map';
import { maskOfModel, type MaskingModel } from './mask-of-model';
import { normalsFromDepth } from './normals-from-depth';
import type { DepthPrediction } from './prediction';

/** The photo a prediction was made of, and how it was fed. */
export interface PredictedPhoto {
  /** Oriented size. */
  readonly size: ImageSize;
  readonly intrinsics: Intrinsics;
  /** Mean focal of the picture as the model was fed it: `InputGeometry.fedFocalPx`. */
  readonly fedFocalPx: Pixels;
}

/** What {@link toMetricDepth} needs to know of a model. */
export type DepthModel = MaskingModel & Pick<ModelDescriptor, 'camera'>;

/**
 * Turns predicted depth into metres for a given camera, on the model's own grid, and masks what is out of range, what
 * the model itself declares to have no depth, and the sky.
 *
 * Canonical rule: metres = depth × f_fed / f_canonical. Focal output: metres = depth × f / f_model, both across the
 * width, because depth follows from a disparity that was multiplied by width / f_model (Depth Pro, arXiv 2410.02073, §3;
 * depth_pro.py, `infer`). Normals of a scene whose z is stretched by 1 / k become normalise(nx, ny, nz / k) where
 * metres = depth × k. Models without normals get them from depth.
 */
export function toMetricDepth(prediction: DepthPrediction, photo: PredictedPhoto, model: DepthModel): DepthMap {
  const intrinsics = intrinsicsOnGrid(photo.intrinsics, photo.size, prediction.size);
  const metresPerUnit = metresPerDepthUnit(model.camera, prediction, photo.fedFocalPx, intrinsics);
  const depthMetres = scaled(prediction.depth, metresPerUnit);
  const mask = maskOfModel(prediction, depthMetres, model);
  const normals = prediction.normals
    ? unstretchNormals(prediction.normals, metresPerUnit)
    : normalsFromDepth({ size: prediction.size, intrinsics, depthMetres, mask });
  return { size: prediction.size, intrinsics, depthMetres, mask, normals, confidence: prediction.confidence };
}

function metresPerDepthUnit(
  rule: CameraRule,
  prediction: DepthPrediction,
  fedFocalPx: Pixels,
  { fxPx }: Intrinsics,
): number {
  switch (rule.kind) {
    case 'canonical':
      return fedFocalPx / rule.focalPx;
    case 'focalOutput':
      return fxPx / prediction.focalPx!;
    case 'metric':
    case 'affinePoints':
      return 1;
  }
}

function scaled(values: Float32Array, factor: number): Float32Array {
  const products = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) products[i] = values[i]! * factor;
  return products;
}

/** From planar normals of the predicted scene to interleaved unit normals of the real one; null vectors stay null. */
function unstretchNormals(planar: Float32Array, metresPerUnit: number): Float32Array {
  const count = planar.length / 3;
  const interleaved = new Float32Array(planar.length);
  for (let i = 0; i < count; i++) {
    const x = planar[i]!;
    const y = planar[count + i]!;
    const z = planar[2 * count + i]! / metresPerUnit;
    const length = Math.sqrt(x * x + y * y + z * z);
    const scale = length > 0 ? 1 / length : 0;
    interleaved[3 * i] = x * scale;
    interleaved[3 * i + 1] = y * scale;
    interleaved[3 * i + 2] = z * scale;
  }
  return interleaved;
}
