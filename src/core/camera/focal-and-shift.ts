import type { AffinePoints } from './affine-points';
import type { Intrinsics } from './intrinsics';
import { fitReprojection, type ReprojectionSamples } from './reprojection-fit';
import { pixels, type Pixels } from './units';

/** The camera and the shift that fit an affine point map. */
export interface FocalAndShift {
  /** In pixels of the point map. */
  readonly fxPx: Pixels;
  readonly fyPx: Pixels;
  /** To be added to z, in the unit of the point map. */
  readonly shift: number;
  /** Root mean square distance between a sampled pixel and its re-projected point, in pixels of the point map. */
  readonly reprojectionRmsPx: number;
}

/** Why no camera can be told from a point map. */
export type DegeneratePoints =
  /** Too few of the sampled pixels have a point. */
  | 'tooFewPoints'
  /** A point is NaN or infinite. */
  | 'notFinite'
  /** No shift fits better than the next: a plane seen head-on, a scene as seen from infinity, points all the same. */
  | 'noPerspective'
  /** The points are mirrored, or most lie behind the camera. */
  | 'behindCamera';

/** Outcome of {@link recoverFocalAndShift}. */
export type FocalAndShiftResult =
  | ({ readonly kind: 'solved' } & FocalAndShift)
  | { readonly kind: 'degenerate'; readonly reason: DegeneratePoints }
  | { readonly kind: 'notConverged' };

/** The fit looks at no more pixels than this in a row or a column, as MoGe's does. */
const SAMPLES_PER_SIDE = 64;

/** Fewer points would be fitted to their noise. */
const MIN_SAMPLES = 16;

/**
 * Recovers the focal length and the shift of z from an affine point map: those that re-project its points nearest to
 * their own pixels, by plain least squares over 64 × 64 pixels spread evenly
 * (MoGe, arXiv 2410.19115; moge/utils/geometry_torch.py, `recover_focal_shift`).
 *
 * Outliers are not rejected: they pull the result and show in `reprojectionRmsPx`.
 *
 * The points lie about the middle of the picture and its pixels are square, because the model supposes so. A known
 * camera gives fx and fy, which may differ, and only the shift is sought; its principal point enters the unprojection
 * alone.
 *
 * @param known in pixels of the point map.
 */
export function recoverFocalAndShift(
  points: AffinePoints,
  known?: Pick<Intrinsics, 'fxPx' | 'fyPx'>,
): FocalAndShiftResult {
  if (!allFinite(points)) return { kind: 'degenerate', reason: 'notFinite' };
  const indices = sampledPixels(points);
  if (indices.length < MIN_SAMPLES) return { kind: 'degenerate', reason: 'tooFewPoints' };
  const halfDiagonalPx = Math.hypot(points.size.widthPx, points.size.heightPx) / 2;
  // Once x and y are scaled by the known focal lengths, the focal left between them and the pixels is 1.
  const samples = known
    ? takeSamples(points, indices, halfDiagonalPx, known.fxPx / halfDiagonalPx, known.fyPx / halfDiagonalPx)
    : takeSamples(points, indices, halfDiagonalPx, 1, 1);
  const fit = fitReprojection(samples, startingShift(samples), known && 1);
  if (fit.kind === 'notConverged') return fit;
  if (fit.kind === 'undetermined') return { kind: 'degenerate', reason: 'noPerspective' };
  if (fit.focal <= 0 || isMostlyBehind(samples.z, fit.shift)) return { kind: 'degenerate', reason: 'behindCamera' };
  const focalPx = pixels(fit.focal * halfDiagonalPx);
  return {
    kind: 'solved',
    fxPx: known?.fxPx ?? focalPx,
    fyPx: known?.fyPx ?? focalPx,
    shift: fit.shift,
    reprojectionRmsPx: halfDiagonalPx * Math.sqrt(Math.max(0, fit.squaredErrorSum) / indices.length),
  };
}

function allFinite({ xyz, valid }: AffinePoints): boolean {
  for (let i = 0; 3 * i < xyz.length; i++) {
    if (valid?.[i] === 0) continue;
    if (!Number.isFinite(xyz[3 * i]! + xyz[3 * i + 1]! + xyz[3 * i + 2]!)) return false;
  }
  return true;
}

/** Indices of the pixels of an even grid that have a point. */
function sampledPixels({ size, valid }: AffinePoints): readonly number[] {
  const columns = evenlySpread(size.widthPx);
  return evenlySpread(size.heightPx)
    .flatMap((y) => columns.map((x) => y * size.widthPx + x))
    .filter((index) => valid?.[index] !== 0);
}

function evenlySpread(lengthPx: number): readonly number[] {
  const count = Math.min(SAMPLES_PER_SIDE, lengthPx);
  return Array.from({ length: count }, (_, k) => Math.floor((k * lengthPx) / count));
}

/** Points and their pixels, the latter from the middle of the picture in half diagonals of it. */
function takeSamples(
  { size, xyz }: AffinePoints,
  indices: readonly number[],
  halfDiagonalPx: number,
  scaleX: number,
  scaleY: number,
): ReprojectionSamples {
  const z = new Float64Array(indices.length);
  const radiusSquared = new Float64Array(indices.length);
  const radiusDotPixel = new Float64Array(indices.length);
  let pixelSquaredSum = 0;
  indices.forEach((index, i) => {
    const u = ((index % size.widthPx) + 0.5 - size.widthPx / 2) / halfDiagonalPx;
    const v = (Math.floor(index / size.widthPx) + 0.5 - size.heightPx / 2) / halfDiagonalPx;
    const x = scaleX * xyz[3 * index]!;
    const y = scaleY * xyz[3 * index + 1]!;
    z[i] = xyz[3 * index + 2]!;
    radiusSquared[i] = x * x + y * y;
    radiusDotPixel[i] = x * u + y * v;
    pixelSquaredSum += u * u + v * v;
  });
  return { z, radiusSquared, radiusDotPixel, pixelSquaredSum };
}

/**
 * Puts all points before the camera, the nearest as deep as the scene is wide: the result then depends on neither the
 * origin nor the unit of z.
 */
function startingShift({ z, radiusSquared }: ReprojectionSamples): number {
  const medianRadius = Math.sqrt(radiusSquared.toSorted()[radiusSquared.length >> 1]!);
  const nearest = z.reduce((least, value) => Math.min(least, value));
  return medianRadius - nearest;
}

function isMostlyBehind(z: Float64Array, shift: number): boolean {
  return 2 * z.filter((value) => value + shift <= 0).length > z.length;
}
