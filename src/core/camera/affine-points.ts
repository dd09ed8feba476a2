import type { ImageSize } from './intrinsics';

/**
 * A point map as MoGe's graph gives it: the scene in the camera frame (x right, y down, z forward), up to a shift of z
 * and the scale that makes it metres.
 */
export interface AffinePoints {
  readonly size: ImageSize;
  /** Interleaved [h,w,3]. */
  readonly xyz: Float32Array;
  /** [h,w], not 0 where the pixel has a point (MoGe: mask > 0.5); undefined where all have. */
  readonly valid: Uint8Array | undefined;
}

/** Planar depth of those pixels that have any. */
export interface MaskedDepth {
  /** [h,w]; 0 where there is none. */
  readonly depthMetres: Float32Array;
  /** [h,w], 1 where the pixel has a depth. */
  readonly valid: Uint8Array;
}

/**
 * Planar depth in metres: (z + shift) × metric scale, which is the metres in a unit of the point map (MoGe-2,
 * arXiv 2507.02546; moge/model/v2.py, `infer`).
 *
 * Only z is used: camera points follow from this depth and the intrinsics, so that each lies on the ray of its pixel.
 * A pixel whose depth is not a positive finite number loses it: behind the camera, or all of them where the metric
 * scale is broken.
 */
export function depthFromAffinePoints({ xyz, valid }: AffinePoints, shift: number, metricScale: number): MaskedDepth {
  const count = xyz.length / 3;
  const depthMetres = new Float32Array(count);
  const hasDepth = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    if (valid?.[i] === 0) continue;
    const depth = Math.fround((xyz[3 * i + 2]! + shift) * metricScale);
    if (!(depth > 0 && depth < Infinity)) continue;
    depthMetres[i] = depth;
    hasDepth[i] = 1;
  }
  return { depthMetres, valid: hasDepth };
}
