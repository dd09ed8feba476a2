import type { Drift } from './compare-predictions';
import type { Precision } from './precision';

/** Mean relative error that a precision may bring, against float32 on the CPU. */
export const MOST_DRIFT: Readonly<Record<Precision, number>> = {
  fp16: 0.01,
  bf16: 0.02,
  int8: 0.03,
  tf32: 0.005,
  // Of one provider against another: sums in another order.
  fp32: 0.001,
};

/** Of the 99th percentile against the mean. */
const MOST_P99_FACTOR = 10;
/**
 * Half precision moves neither scale nor normals. Int8 does, up and down by picture: the embedded model's by 1 % and 2° in
 * the median, and is none the worse for it against exact depth (models/training/README.md, Variants).
 */
const mostScaleError = (precision: Precision): number => (precision === 'int8' ? MOST_DRIFT.int8 : 0.005);
const mostNormalDegrees = (precision: Precision): number => (precision === 'int8' ? 3 : 2);
const LEAST_MASK_AGREEMENT = 0.99;

/**
 * What is wrong with a rung's numbers, in words; undefined where they are as good as the precision allows. A measure that
 * is no number is past every limit.
 */
export function findDriftFault(drift: Drift, precision: Precision): string | undefined {
  const limit = MOST_DRIFT[precision];
  const { relativeMean, relativeP99, scaleRatio, scalarError, normalDegrees, maskAgreement } = drift;
  if (!(relativeMean <= limit))
    return `differs from float32 by ${percent(relativeMean)}, allowed are ${percent(limit)}`;
  if (!(relativeP99 <= MOST_P99_FACTOR * limit)) {
    return `one pixel in a hundred differs from float32 by ${percent(relativeP99)} or more`;
  }
  if (!(Math.abs(scaleRatio - 1) <= mostScaleError(precision))) return `scales depth by ${scaleRatio.toFixed(4)}`;
  if (!(scalarError <= mostScaleError(precision)))
    return `tells the camera or the scale off by ${percent(scalarError)}`;
  if (normalDegrees !== undefined && !(normalDegrees <= mostNormalDegrees(precision))) {
    return `turns normals by ${normalDegrees.toFixed(1)}°`;
  }
  if (maskAgreement !== undefined && !(maskAgreement >= LEAST_MASK_AGREEMENT)) {
    return `masks other pixels: ${percent(1 - maskAgreement)} differ`;
  }
  return undefined;
}

/** A share as a person reads it: two digits that mean something. */
export const percent = (share: number): string =>
  `${Number.isFinite(share) ? String(Number((100 * share).toPrecision(2))) : 'any amount'} %`;
