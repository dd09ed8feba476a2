import type { ImageSize } from '../camera/intrinsics';

/**
 * What a model said of one photo, before any focal length is applied: the part of its outputs that the photo fills,
 * letterbox bars cut off. This is what the cache keeps.
 */
export type Prediction = DepthPrediction | PointPrediction;

/** Planes that any model may give beside its depth or points. */
interface Planes {
  readonly size: ImageSize;
  /** Planar [3,h,w], as the graph gives them. */
  readonly normals?: Float32Array;
  /** [h,w], 0 to 1. */
  readonly confidence?: Float32Array;
  /** [h,w]; the descriptor says from which value on a pixel has a depth. */
  readonly validity?: Float32Array;
  /** [h,w]; the descriptor says from which value on a pixel is sky. */
  readonly sky?: Float32Array;
}

/** Depth, one number a pixel. */
export interface DepthPrediction extends Planes {
  /** [h,w] in the graph's own unit: canonical metres under a canonical camera rule. */
  readonly depth: Float32Array;
  readonly points?: never;
  /** The camera's focal length in pixels of the prediction's width, as the model has it. */
  readonly focalPx?: number;
}

/** Points of the camera frame (x right, y down, z forward), up to a shift of z and a scale. */
export interface PointPrediction extends Planes {
  /** Interleaved [h,w,3]. */
  readonly points: Float32Array;
  readonly depth?: never;
  /** Metres per unit of the points. */
  readonly metricScale: number;
}

/** What makes a prediction worthless whatever the photo shows. */
export type PredictionFault = 'nonFinite' | 'constant';

/**
 * Looks for the two ways a broken precision or provider shows itself: a depth or point that is no number (nor a focal
 * length or scale that is no positive one), and one that is the same everywhere. Real photos always differ somewhere, if
 * only in the last bits.
 */
export function findPredictionFault(prediction: Prediction): PredictionFault | undefined {
  const [values, scalar] = prediction.points
    ? [prediction.points, prediction.metricScale]
    : [prediction.depth, prediction.focalPx ?? 1];
  if (!(scalar > 0 && scalar < Infinity)) return 'nonFinite';
  const first = values[0]!;
  let constant = values.length > 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) return 'nonFinite';
    if (value !== first) constant = false;
  }
  return constant ? 'constant' : undefined;
}
