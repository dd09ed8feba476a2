import type { Prediction } from '../depth/prediction';
import type { ModelOutputs } from '../models/descriptor';

/** How far a prediction is from the reference, by what its outputs mean. */
export interface Drift {
  /** Of depth or points: |a − b| / |b|, the mean and the 99th percentile over the pixels that mean something. */
  readonly relativeMean: number;
  readonly relativeP99: number;
  /** Median of |a| / |b|. */
  readonly scaleRatio: number;
  /** Of the focal length and the metric scale: the greater |a / b − 1|; 0 where the model gives neither. */
  readonly scalarError: number;
  /** Mean angle between normals; undefined where the model gives none. */
  readonly normalDegrees?: number | undefined;
  /** Share of pixels on which validity and sky agree, the worse of the two; undefined where the model gives neither. */
  readonly maskAgreement?: number | undefined;
}

/**
 * Compares two predictions of one model for one picture.
 *
 * @param outputs the model's, for the thresholds of its masks.
 */
export function comparePredictions(prediction: Prediction, reference: Prediction, outputs: ModelOutputs): Drift {
  const counted = countedPixels(reference, outputs);
  const [errors, ratios] = relativeErrors(prediction, reference, counted);
  return {
    relativeMean: errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length),
    relativeP99: quantile(errors, 0.99),
    scaleRatio: quantile(ratios, 0.5),
    scalarError: Math.max(
      relativeDifference(prediction.points && prediction.metricScale, reference.points && reference.metricScale),
      relativeDifference(
        prediction.depth ? prediction.focalPx : undefined,
        reference.depth ? reference.focalPx : undefined,
      ),
    ),
    normalDegrees: meanAngle(prediction.normals, reference.normals, counted),
    maskAgreement: maskAgreement(prediction, reference, outputs),
  };
}

/** Pixels to which the reference gives a depth that is meant: neither invalid nor sky, nor zero. */
function countedPixels({ size, validity, sky, depth, points }: Prediction, outputs: ModelOutputs): Uint32Array {
  const pixels = size.widthPx * size.heightPx;
  const counted = new Uint32Array(pixels);
  let count = 0;
  for (let i = 0; i < pixels; i++) {
    if (validity && outputs.validity && validity[i]! <= outputs.validity.threshold) continue;
    if (sky && outputs.sky && sky[i]! >= outputs.sky.threshold) continue;
    const length = depth ? Math.abs(depth[i]!) : lengthOf(points, i);
    if (length > 0 && length < Infinity) counted[count++] = i;
  }
  return counted.subarray(0, count);
}

/** |a − b| / |b| and |a| / |b| of each counted pixel; an error that is no number is as good as infinite. */
function relativeErrors(a: Prediction, b: Prediction, counted: Uint32Array): [Float32Array, Float32Array] {
  const errors = new Float32Array(counted.length);
  const ratios = new Float32Array(counted.length);
  counted.forEach((i, at) => {
    const [difference, own, other] =
      a.points && b.points
        ? [distance(a.points, b.points, i), lengthOf(a.points, i), lengthOf(b.points, i)]
        : [Math.abs((a.depth?.[i] ?? NaN) - (b.depth?.[i] ?? NaN)), a.depth?.[i] ?? NaN, b.depth?.[i] ?? NaN];
    const error = difference / Math.abs(other);
    errors[at] = Number.isNaN(error) ? Infinity : error;
    ratios[at] = own / other;
  });
  return [errors, ratios];
}

const lengthOf = (points: Float32Array, i: number): number =>
  Math.hypot(points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!);

const distance = (a: Float32Array, b: Float32Array, i: number): number =>
  Math.hypot(a[3 * i]! - b[3 * i]!, a[3 * i + 1]! - b[3 * i + 1]!, a[3 * i + 2]! - b[3 * i + 2]!);

/** 0 where neither is there; infinite where one is, or is no number. */
function relativeDifference(a: number | undefined, b: number | undefined): number {
  if (a === undefined && b === undefined) return 0;
  const difference = Math.abs((a ?? NaN) / (b ?? NaN) - 1);
  return Number.isNaN(difference) ? Infinity : difference;
}

/** The q-th quantile, of the sorted values the nearest; NaN where there are none. */
function quantile(values: Float32Array, q: number): number {
  return values.toSorted()[Math.round(q * (values.length - 1))] ?? NaN;
}

/** In degrees; normals are planar and need not be of unit length. */
function meanAngle(a: Float32Array | undefined, b: Float32Array | undefined, counted: Uint32Array): number | undefined {
  if (!b) return undefined;
  if (!a) return NaN;
  const plane = b.length / 3;
  let sum = 0;
  for (const i of counted) {
    const [ax, ay, az] = [a[i]!, a[i + plane]!, a[i + 2 * plane]!];
    const [bx, by, bz] = [b[i]!, b[i + plane]!, b[i + 2 * plane]!];
    // The angle from sine and cosine: arc cosine alone loses small angles to rounding.
    const sine = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
    sum += Math.atan2(sine, ax * bx + ay * by + az * bz);
  }
  return ((sum / Math.max(1, counted.length)) * 180) / Math.PI;
}

function maskAgreement(a: Prediction, b: Prediction, { validity, sky }: ModelOutputs): number | undefined {
  const shares = [
    validity && agreement(a.validity, b.validity, validity.threshold),
    sky && agreement(a.sky, b.sky, sky.threshold),
  ].filter((share) => share !== undefined);
  return shares.length === 0 ? undefined : Math.min(...shares);
}

/** Share of values that lie on the same side of a threshold; one that is no number lies on neither. */
function agreement(a: Float32Array | undefined, b: Float32Array | undefined, threshold: number): number {
  if (!a || !b) return 0;
  const equal = b.filter((value, i) => !Number.isNaN(a[i]!) && a[i]! > threshold === value > threshold);
  return equal.length / Math.max(1, b.length);
}
