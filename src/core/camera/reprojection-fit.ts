/**
 * Points of a scene, known up to a shift of their z, and the pixels they were seen at, reduced to what fitting
 * focal · xy / (z + shift) to the pixel uv needs.
 */
export interface ReprojectionSamples {
  readonly z: Float64Array;
  /** |xy|² of each point. */
  readonly radiusSquared: Float64Array;
  /** xy · uv of each point, where uv is its pixel from the principal point. */
  readonly radiusDotPixel: Float64Array;
  /** Σ |uv|². */
  readonly pixelSquaredSum: number;
}

/** Outcome of {@link fitReprojection}. */
export type ReprojectionFit =
  | { readonly kind: 'fitted'; readonly shift: number; readonly focal: number; readonly squaredErrorSum: number }
  /** The error hardly depends on the shift: one fits as well as another. */
  | { readonly kind: 'undetermined' }
  | { readonly kind: 'notConverged' };

const MAX_STEPS = 50;

/** A step this small, as a share of the points' depth, ends the fit. */
const SMALLEST_STEP = 1e-7;

/** Least {@link ErrorAtShift.sensitivity} that tells the shift: where focal is free, a depth that varies by 0.1 %. */
const MIN_SENSITIVITY = 1e-6;

/**
 * Finds the shift that minimises Σ |focal · xy / (z + shift) − uv|², beginning at `start`.
 *
 * Newton's method in one variable, each step shortened until the error falls. Gauss–Newton and Levenberg–Marquardt,
 * which leave out the second derivative of the residual, reach the same minimum but can need over a hundred steps where
 * outliers keep the residual large. A focal that is not known is no second variable: the best one for each shift
 * follows in closed form (variable projection).
 *
 * @param focal undefined where it is to be found too.
 */
export function fitReprojection(
  samples: ReprojectionSamples,
  start: number,
  focal: number | undefined,
): ReprojectionFit {
  let best = errorAtShift(samples, start, focal);
  let better = descend(samples, best, focal);
  for (let step = 1; better && step < MAX_STEPS; step++) {
    best = better;
    better = descend(samples, best, focal);
  }
  if (!(best.sensitivity >= MIN_SENSITIVITY)) return { kind: 'undetermined' };
  if (better) return { kind: 'notConverged' };
  return { kind: 'fitted', shift: best.shift, focal: best.focal, squaredErrorSum: best.squaredErrorSum };
}

/** The error at one shift, and how it changes there. */
interface ErrorAtShift {
  readonly shift: number;
  readonly focal: number;
  readonly squaredErrorSum: number;
  /** Newton's step, downhill even where the error is concave, and no longer than the points are deep. */
  readonly step: number;
  /** A mean of the points' depths. */
  readonly depth: number;
  /** Second-order change of the error by a relative change of depth, as a share of Σ |uv|². */
  readonly sensitivity: number;
}

/** A step, halved until the error falls; undefined where none does. */
function descend(
  samples: ReprojectionSamples,
  from: ErrorAtShift,
  focal: number | undefined,
): ErrorAtShift | undefined {
  for (let step = from.step; Math.abs(step) > SMALLEST_STEP * from.depth; step /= 2) {
    const trial = errorAtShift(samples, from.shift + step, focal);
    if (trial.squaredErrorSum < from.squaredErrorSum) return trial;
  }
  return undefined;
}

/**
 * With w = 1 / (z + s), Aₖ = Σ |xy|² wᵏ and Bₖ = Σ xy·uv wᵏ the error E and its derivatives by s are
 *
 *     E   = f² A₂ − 2 f B₁ + Σ |uv|²
 *     ½E′ = f (B₂ − f A₃)
 *     ½E″ = f (3 f A₄ − 2 B₃) − f′² A₂
 *
 * A known focal has f′ = 0; a free one is f = B₁ / A₂, hence f′ = (2 f A₃ − B₂) / A₂.
 */
function errorAtShift(
  { z, radiusSquared, radiusDotPixel, pixelSquaredSum }: ReprojectionSamples,
  shift: number,
  knownFocal: number | undefined,
): ErrorAtShift {
  let a2 = 0;
  let a3 = 0;
  let a4 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let i = 0; i < z.length; i++) {
    const w = 1 / (z[i]! + shift);
    const a = radiusSquared[i]! * w * w;
    const b = radiusDotPixel[i]! * w;
    a2 += a;
    a3 += a * w;
    a4 += a * w * w;
    b1 += b;
    b2 += b * w;
    b3 += b * w * w;
  }
  const focal = knownFocal ?? b1 / a2;
  const focalSlope = knownFocal === undefined ? (2 * focal * a3 - b2) / a2 : 0;
  const halfSlope = focal * (b2 - focal * a3);
  const halfCurvature = focal * (3 * focal * a4 - 2 * b3) - focalSlope * focalSlope * a2;
  const depth = Math.sqrt(a2 / a4);
  return {
    shift,
    focal,
    squaredErrorSum: focal * focal * a2 - 2 * focal * b1 + pixelSquaredSum,
    step: -Math.sign(halfSlope) * Math.min(Math.abs(halfSlope / halfCurvature), depth),
    depth,
    sensitivity: (halfCurvature * depth * depth) / pixelSquaredSum,
  };
}
