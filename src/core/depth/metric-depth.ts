import { intrinsicsOnGrid, type ImageSize, type Intrinsics } from '../camera/intrinsics';
import type { Pixels } from '../camera/units';
import type { CameraRule, ModelDescriptor } from '../models/descriptor';
import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';
import { normalsFromDepth } from './normals-from-depth';
import type { Prediction } from './prediction';

/** The photo a prediction was made of, and how it was fed. */
export interface PredictedPhoto {
  /** Oriented size. */
  readonly size: ImageSize;
  readonly intrinsics: Intrinsics;
  /** Mean focal of the picture as the model was fed it: `InputGeometry.fedFocalPx`. */
  readonly fedFocalPx: Pixels;
}

/**
 * Turns a prediction into metres for a given camera, on the model's own grid, and masks what is out of range or sky.
 *
 * Canonical rule: metres = depth × f_fed / f_canonical; normals of the canonical scene, whose z is stretched by
 * f_canonical / f_fed, become normalise(nx, ny, nz · f_canonical / f_fed). Models without normals get them from depth.
 */
export function toMetricDepth(
  prediction: Prediction,
  photo: PredictedPhoto,
  model: Pick<ModelDescriptor, 'camera' | 'validDepth' | 'sky'>,
): DepthMap {
  const metresPerUnit = metresPerDepthUnit(model.camera, photo.fedFocalPx);
  const intrinsics = intrinsicsOnGrid(photo.intrinsics, photo.size, prediction.size);
  const depthMetres = scaled(prediction.depth, metresPerUnit);
  const mask = maskByRangeAndSky(prediction, model);
  const normals = prediction.normals
    ? uncanonicaliseNormals(prediction.normals, metresPerUnit)
    : normalsFromDepth({ size: prediction.size, intrinsics, depthMetres, mask });
  return { size: prediction.size, intrinsics, depthMetres, mask, normals, confidence: prediction.confidence };
}

function metresPerDepthUnit(rule: CameraRule, fedFocalPx: Pixels): number {
  switch (rule.kind) {
    case 'canonical':
      return fedFocalPx / rule.focalPx;
    case 'metric':
      return 1;
  }
}

function scaled(values: Float32Array, factor: number): Float32Array {
  const products = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) products[i] = values[i]! * factor;
  return products;
}

function maskByRangeAndSky(
  { depth, confidence }: Prediction,
  { validDepth, sky }: Pick<ModelDescriptor, 'validDepth' | 'sky'>,
): Uint8Array {
  const mask = new Uint8Array(depth.length);
  const skyBeyond = sky?.beyond ?? Infinity;
  const skyDoubtfulBeyond = sky && confidence ? sky.doubtfulBeyond : Infinity;
  const skyConfidenceBelow = sky?.confidenceBelow ?? 0;
  for (let i = 0; i < depth.length; i++) {
    const value = depth[i]!;
    if (!(value >= validDepth.min && value <= validDepth.max)) mask[i] = MaskReason.outOfRange;
    else if (value >= skyBeyond) mask[i] = MaskReason.sky;
    else if (value >= skyDoubtfulBeyond && confidence![i]! < skyConfidenceBelow) mask[i] = MaskReason.sky;
  }
  return mask;
}

/** From planar normals of the canonical scene to interleaved unit normals of the real one; null vectors stay null. */
function uncanonicaliseNormals(planar: Float32Array, metresPerUnit: number): Float32Array {
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
