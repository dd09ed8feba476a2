import type { ImageSize, Intrinsics } from '../../core/camera/intrinsics';
import { percentileOf } from './percentile';
import type { PointSample } from './visible-sample';

/** A view along the photo's own optical axis, upright as the photo is. Metres, OpenCV camera frame. */
export interface FittedView {
  readonly position: readonly [x: number, y: number, z: number];
  /** The point to orbit about: straight ahead, in the midst of what is visible. */
  readonly target: readonly [x: number, y: number, z: number];
  /** Tangent of half the vertical field of view. */
  readonly tanHalfHeight: number;
}

/** Visible points that fill at least this share of the picture, in width or height, are seen as the photo saw them. */
const SEEN_AS_THE_PHOTO = 0.5;

/** Points beyond these percentiles, at either end, need not be in view: strays would push the rest away. */
const LEFT_OUT = 0.01;

/** Half the frame's width or height is this much longer than what is framed, so that nothing touches the border. */
const MARGIN = 1.04;

/** Tangent of half the vertical field of view that shows the whole picture, which may have its axis off centre. */
export function containingTanHalfHeight(size: ImageSize, intrinsics: Intrinsics, aspect: number): number {
  const { fxPx, fyPx, cxPx, cyPx } = intrinsics;
  const tanX = Math.max(cxPx, size.widthPx - cxPx) / fxPx;
  const tanY = Math.max(cyPx, size.heightPx - cyPx) / fyPx;
  return MARGIN * Math.max(tanY, tanX / aspect);
}

/**
 * The view that frames the visible points. Where they still fill a good part of the picture it is the photo's own
 * camera; where a cut leaves little, it moves along, without turning, until that little fills the frame. So it does where
 * clouds that were added reach beyond the picture, until all are within.
 *
 * @param clouds what is visible of each cloud; none gives the photo's own camera with a target one metre ahead
 * @param intrinsics the camera shown, in the pixels of `size`
 * @param aspect width of the frame per height
 */
export function fitView(
  clouds: readonly PointSample[],
  size: ImageSize,
  intrinsics: Intrinsics,
  aspect: number,
): FittedView {
  const tanHalfHeight = containingTanHalfHeight(size, intrinsics, aspect);
  const visible = clouds.filter(({ z }) => z.length > 0);
  if (visible.length === 0) return { position: [0, 0, 0], target: [0, 0, 1], tanHalfHeight };
  const depths = visible.map(({ z }) => z.slice().sort());
  const middle = percentileOf(Float64Array.from(depths, (sorted) => percentileOf(sorted, 0.5)).sort(), 0.5);
  const slopesX = joinedEnds(visible, ({ x, z }) => x.map((value, i) => value / z[i]!));
  const slopesY = joinedEnds(visible, ({ y, z }) => y.map((value, i) => value / z[i]!));
  const fills = Math.max(
    ((slopesX[1] - slopesX[0]) * intrinsics.fxPx) / size.widthPx,
    ((slopesY[1] - slopesY[0]) * intrinsics.fyPx) / size.heightPx,
  );
  const isInFrame =
    depths.every((sorted) => percentileOf(sorted, LEFT_OUT) > 0) &&
    Math.max(-slopesX[0], slopesX[1]) <= tanHalfHeight * aspect &&
    Math.max(-slopesY[0], slopesY[1]) <= tanHalfHeight;
  if (isInFrame && fills >= SEEN_AS_THE_PHOTO) return { position: [0, 0, 0], target: [0, 0, middle], tanHalfHeight };
  const acrossX = frameAxis(visible, 'x', (tanHalfHeight * aspect) / MARGIN);
  const acrossY = frameAxis(visible, 'y', tanHalfHeight / MARGIN);
  const x = acrossX.centre;
  const y = acrossY.centre;
  return { position: [x, y, Math.min(acrossX.apex, acrossY.apex)], target: [x, y, middle], tanHalfHeight };
}

/**
 * Between which values those of all clouds lie, without strays. Each cloud leaves out its own, so that a small one is
 * framed as a great one is.
 */
function joinedEnds(
  clouds: readonly PointSample[],
  valuesOf: (cloud: PointSample) => Float64Array,
): readonly [least: number, greatest: number] {
  const sorted = clouds.map((cloud) => valuesOf(cloud).sort());
  return [
    Math.min(...sorted.map((values) => percentileOf(values, LEFT_OUT))),
    Math.max(...sorted.map((values) => percentileOf(values, 1 - LEFT_OUT))),
  ];
}

/**
 * The foremost apex of a wedge of slope `tan` that holds the points: each must lie below both its sides,
 * ±(across − centre) ≤ tan · (z − apex).
 */
function frameAxis(clouds: readonly PointSample[], axis: 'x' | 'y', tan: number): { centre: number; apex: number } {
  const [, above] = joinedEnds(clouds, (cloud) => cloud[axis].map((value, i) => value - tan * cloud.z[i]!));
  const [, below] = joinedEnds(clouds, (cloud) => cloud[axis].map((value, i) => -value - tan * cloud.z[i]!));
  return { centre: (above - below) / 2, apex: -(above + below) / (2 * tan) };
}
