import type { Vector } from './vector';
import { lengthOf, subtract } from './vector';

/** Two points of the scene and how far apart they are in truth. */
export interface KnownLength {
  /** Metres, OpenCV camera frame, as shown. */
  readonly from: Vector;
  readonly to: Vector;
  readonly trueMetres: number;
}

/** A correction by more than this is a slip of the finger or of the unit. */
export const GREATEST_SCALE_FACTOR = 100;

/** What every length has to be multiplied by; undefined where the points are one or the factor is beyond 100 or 1/100. */
export function scaleFactorOf({ from, to, trueMetres }: KnownLength): number | undefined {
  const factor = trueMetres / lengthOf(subtract(to, from));
  return factor >= 1 / GREATEST_SCALE_FACTOR && factor <= GREATEST_SCALE_FACTOR ? factor : undefined;
}

/**
 * What the focal length has to be multiplied by so that the two points are as far apart as they are, where that is a sound
 * way to correct it; else undefined.
 *
 * Canonical depth is z = k · f · d with the network's own d, so X = (u − cx) · z / f = (u − cx) · k · d does not depend on
 * the focal length f, and Y neither. A segment of a metres across the view and b metres in depth has L² = a² + b², and
 * with the focal length f·m it has L² = a² + (b·m)²: hence m = √(L² − a²) / b with the true L. Its sensitivity is
 * d ln m / d ln L = L² / (b·m)²: an error of 1 % in a length across the view (b → 0) would turn the focal length to
 * anything. It is offered where b ≥ a, which at most doubles the error, before and after the correction. Depth that does
 * not follow the focal length says nothing of it in depth: there it is never offered.
 */
export function focalFactorOf(
  { from, to, trueMetres }: KnownLength,
  { followsFocal }: { readonly followsFocal: boolean },
): number | undefined {
  if (!followsFocal) return undefined;
  const [x, y, z] = subtract(to, from);
  const across = Math.hypot(x, y);
  const inDepth = Math.abs(z);
  if (inDepth < across || inDepth === 0) return undefined;
  const trueDepth = Math.sqrt(trueMetres ** 2 - across ** 2);
  // NaN, where the true length is shorter than what lies across, fails as it should.
  return trueDepth >= across && trueDepth > 0 ? trueDepth / inDepth : undefined;
}
