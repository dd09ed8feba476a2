import type { DepthRows } from '../depth/depth-rows';
import { depthPercentiles } from './depth-percentiles';

/** The depths at the two ends of a colour scale that is linear in the logarithm of depth; 0 < near < far. */
export interface DepthScale {
  readonly nearMetres: number;
  readonly farMetres: number;
}

/** A flatter scene than this gets a wider scale, or its noise would fill all the colours. */
const LEAST_RATIO = 1.25;

/** How far the scale goes on beyond the percentiles, of the distance between them: the rest keeps some relief too. */
const OVERLAP = 0.07;

/**
 * The scale of a picture: about the 2nd to the 98th percentile of the kept depth, so that a few stray pixels do not
 * take it over, and a little beyond, where the colour maps are darkest.
 *
 * @returns undefined where no pixel is kept
 */
export function depthScaleOf(rows: DepthRows): DepthScale | undefined {
  const percentiles = depthPercentiles(rows, [0.02, 0.98]);
  if (percentiles === undefined) return undefined;
  const [logNear, logFar] = percentiles.map(Math.log) as [number, number];
  const middle = (logNear + logFar) / 2;
  const half = Math.max((0.5 + OVERLAP) * (logFar - logNear), Math.log(LEAST_RATIO) / 2);
  return { nearMetres: Math.exp(middle - half), farMetres: Math.exp(middle + half) };
}

/** How near a depth is on the scale: 1 at the near end, 0 at the far end, beyond them more than 1 or less than 0. */
export function nearnessOn({ nearMetres, farMetres }: DepthScale): (depthMetres: number) => number {
  const logFar = Math.log(farMetres);
  const logRatio = logFar - Math.log(nearMetres);
  return (depthMetres) => (logFar - Math.log(depthMetres)) / logRatio;
}
