import type { ImageSize } from '../camera/intrinsics';

/**
 * What a model said of one photo, before any focal length is applied: the part of its outputs that the photo fills,
 * letterbox bars cut off. This is what the cache keeps.
 */
export interface Prediction {
  readonly size: ImageSize;
  /** [h,w] in the graph's own unit: canonical metres under a canonical camera rule. */
  readonly depth: Float32Array;
  /** Planar [3,h,w], as the graph gives them. */
  readonly normals?: Float32Array;
  /** [h,w], 0 to 1. */
  readonly confidence?: Float32Array;
}

/** What makes a prediction worthless whatever the photo shows. */
export type PredictionFault = 'nonFinite' | 'constant';

/**
 * Looks for the two ways a broken precision or provider shows itself: a depth that is no number, and one that is the
 * same everywhere. Real photos always differ somewhere, if only in the last bits.
 */
export function findPredictionFault({ depth }: Prediction): PredictionFault | undefined {
  const first = depth[0]!;
  let constant = depth.length > 1;
  for (let i = 0; i < depth.length; i++) {
    const value = depth[i]!;
    if (!Number.isFinite(value)) return 'nonFinite';
    if (value !== first) constant = false;
  }
  return constant ? 'constant' : undefined;
}
