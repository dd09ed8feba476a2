import { depthFromAffinePoints } from '../camera/affine-points';
import { recoverFocalAndShift, type FocalAndShiftResult } from '../camera/focal-and-shift';
import type { Intrinsics } from '../camera/intrinsics';
import type { Pixels } from '../camera/units';
import type { ModelOutputs } from '../models/descriptor';
import type { DepthPrediction, PointPrediction } from './prediction';

/** Depth that a point map holds, or why it holds none. */
export type SolvedPoints =
  | {
      readonly kind: 'solved';
      /** In metres; 0 where a pixel has none. */
      readonly prediction: DepthPrediction;
      /** In pixels of the prediction. */
      readonly focalPx: Pixels;
    }
  | Exclude<FocalAndShiftResult, { kind: 'solved' }>;

/**
 * Depth in metres from points up to shift and scale: the shift, and the focal length where it is not known, are those
 * that bring each point back to its pixel.
 *
 * @param known in pixels of the prediction.
 */
export function depthFromPoints(
  prediction: PointPrediction,
  { validity }: Pick<ModelOutputs, 'validity'>,
  known: Pick<Intrinsics, 'fxPx' | 'fyPx'> | undefined,
): SolvedPoints {
  const { points, metricScale, ...planes } = prediction;
  const affine = {
    size: planes.size,
    xyz: points,
    valid: planes.validity && aboveThreshold(planes.validity, validity),
  };
  const camera = recoverFocalAndShift(affine, known);
  if (camera.kind !== 'solved') return camera;
  const { depthMetres } = depthFromAffinePoints(affine, camera.shift, metricScale);
  return { kind: 'solved', prediction: { ...planes, depth: depthMetres }, focalPx: camera.fxPx };
}

function aboveThreshold(values: Float32Array, validity: ModelOutputs['validity']): Uint8Array {
  const threshold = validity?.threshold ?? 0;
  const above = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) above[i] = values[i]! > threshold ? 1 : 0;
  return above;
}
