/**
 * (i + ½ − c) / f for each pixel of one axis: how far the ray through its centre leaves the optical axis per unit of
 * planar z. X = slope of the column · z, Y = slope of the row · z.
 */
export function raySlopes(lengthPx: number, centrePx: number, focalPx: number): Float64Array {
  const slopes = new Float64Array(lengthPx);
  for (let i = 0; i < lengthPx; i++) slopes[i] = (i + 0.5 - centrePx) / focalPx;
  return slopes;
}
