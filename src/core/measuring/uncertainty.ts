import type { FocalTrust } from '../camera/photo-camera';
import type { PickedPoint } from './picked-point';

/** One standard deviation of the focal length, as a share of it, by how far its origin is trusted. */
const FOCAL_SHARE: Readonly<Record<FocalTrust, number>> = { exact: 0.005, good: 0.02, rough: 0.1, guess: 0.25 };

/**
 * The same of all lengths together. A single photo tells no scale but by what things usually measure, and depth that is bent
 * leaves other lengths off though one is right: `test/accuracy` finds 5 to 12 % and, after a known length, 5 to 20 % with
 * the embedded model.
 */
const ESTIMATED_SCALE_SHARE = 0.12;
const CORRECTED_SCALE_SHARE = 0.08;

/** The same of one point's depth against its neighbours': with full confidence, and what none at all adds. */
const POINT_SHARE = 0.005;
const UNSURE_POINT_SHARE = 0.04;

/** Taken where a model tells no confidence. */
const UNKNOWN_CONFIDENCE = 0.5;

/** What the ± of everything measured in one photo follows from, beside its points. */
export interface SharedTrust {
  readonly focal: FocalTrust;
  /** Whether a known length has set the scale. */
  readonly scaleIsCorrected: boolean;
}

/** One standard deviation of the focal length, as a share of it. */
export function focalShare({ focal }: SharedTrust): number {
  return FOCAL_SHARE[focal];
}

/** One standard deviation of the scale, as a share of it. */
export function scaleShare({ scaleIsCorrected }: SharedTrust): number {
  return scaleIsCorrected ? CORRECTED_SCALE_SHARE : ESTIMATED_SCALE_SHARE;
}

/**
 * One standard deviation of a point's depth as a share of it: √(s² + (0.005 + 0.04 · (1 − c))²), with s the spread about
 * the local plane per depth and c the confidence, ½ where the model tells none.
 */
export function depthShare({ position, spreadMetres, confidence = UNKNOWN_CONFIDENCE }: PickedPoint): number {
  return Math.hypot(spreadMetres / position[2], POINT_SHARE + UNSURE_POINT_SHARE * (1 - confidence));
}
