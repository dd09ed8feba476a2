import type { ModelDescriptor } from '../models/descriptor';
import { MaskReason } from './depth-rows';
import type { DepthPrediction } from './prediction';

/** How a model says where it has no depth. */
export type MaskingModel = Pick<ModelDescriptor, 'outputs' | 'validDepth' | 'sky'>;

/**
 * `MaskReason` bits, [h,w], of what a model itself says to have no depth: outside its valid range or its validity mask,
 * or sky by its sky output or its rule for the sky.
 *
 * @param depthMetres [h,w], for models whose valid range is in metres.
 */
export function maskOfModel(prediction: DepthPrediction, depthMetres: Float32Array, model: MaskingModel): Uint8Array {
  const mask = new Uint8Array(depthMetres.length);
  markOutOfRange(mask, model.validDepth.unit === 'metre' ? depthMetres : prediction.depth, model.validDepth);
  if (prediction.validity && model.outputs.validity) {
    markInvalid(mask, prediction.validity, model.outputs.validity.threshold);
  }
  if (model.sky) markFarSky(mask, prediction, model.sky);
  if (prediction.sky && model.outputs.sky) markSky(mask, prediction.sky, model.outputs.sky.threshold);
  return mask;
}

function markOutOfRange(mask: Uint8Array, depth: Float32Array, { min, max }: ModelDescriptor['validDepth']): void {
  for (let i = 0; i < mask.length; i++) {
    if (!(depth[i]! >= min && depth[i]! <= max)) mask[i] = MaskReason.outOfRange;
  }
}

function markInvalid(mask: Uint8Array, validity: Float32Array, threshold: number): void {
  for (let i = 0; i < mask.length; i++) if (!(validity[i]! > threshold)) mask[i] = MaskReason.outOfRange;
}

function markFarSky(
  mask: Uint8Array,
  { depth, confidence }: DepthPrediction,
  { beyond, doubtfulBeyond, confidenceBelow }: NonNullable<ModelDescriptor['sky']>,
): void {
  for (let i = 0; i < mask.length; i++) {
    const isDoubtful = confidence !== undefined && confidence[i]! < confidenceBelow;
    if (mask[i] === 0 && depth[i]! >= (isDoubtful ? Math.min(beyond, doubtfulBeyond) : beyond))
      mask[i] = MaskReason.sky;
  }
}

function markSky(mask: Uint8Array, sky: Float32Array, threshold: number): void {
  for (let i = 0; i < mask.length; i++) if (mask[i] === 0 && sky[i]! >= threshold) mask[i] = MaskReason.sky;
}
