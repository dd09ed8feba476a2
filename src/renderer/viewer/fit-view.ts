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
  const extents = clouds.filter(({ z }) => z.length > 0).map((cloud) => extentOf(cloud, tanHalfHeight, aspect));
  if (extents.length === 0) return { position: [0, 0, 0], target: [0, 0, 1], tanHalfHeight };
  const middle = percentileOf(Float64Array.from(extents, (extent) => extent.middle).sort(), 0.5);
  const slopesX = joined(extents.map(({ slopesX }) => slopesX));
  const slopesY = joined(extents.map(({ slopesY }) => slopesY));
  const fills = Math.max(
    ((slopesX[1] - slopesX[0]) * intrinsics.fxPx) / size.widthPx,
    ((slopesY[1] - slopesY[0]) * intrinsics.fyPx) / size.heightPx,
  );
  const isInFrame =
    extents.every(({ nearest }) => nearest > 0) &&
    Math.max(-slopesX[0], slopesX[1]) <= tanHalfHeight * aspect &&
    Math.max(-slopesY[0], slopesY[1]) <= tanHalfHeight;
  if (isInFrame && fills >= SEEN_AS_THE_PHOTO) return { position: [0, 0, 0], target: [0, 0, middle], tanHalfHeight };
  const acrossX = frameAxis(joined(extents.map(({ sidesX }) => sidesX)), (tanHalfHeight * aspect) / MARGIN);
  const acrossY = frameAxis(joined(extents.map(({ sidesY }) => sidesY)), tanHalfHeight / MARGIN);
  const x = acrossX.centre;
  const y = acrossY.centre;
  return { position: [x, y, Math.min(acrossX.apex, acrossY.apex)], target: [x, y, middle], tanHalfHeight };
}

type Ends = readonly [least: number, greatest: number];

/** What a cloud spans, without its strays: each cloud leaves out its own, so that a small one is framed as a great one is. */
interface CloudExtent {
  readonly nearest: number;
  readonly middle: number;
  /** Between which slopes the rays to the points lie. */
  readonly slopesX: Ends;
  readonly slopesY: Ends;
  /** Least across + tan · z and greatest across − tan · z: see {@link frameAxis}. */
  readonly sidesX: Ends;
  readonly sidesY: Ends;
}

function extentOf({ x, y, z }: PointSample, tanHalfHeight: number, aspect: number): CloudExtent {
  const depths = z.slice().sort();
  const slopes = (across: Float64Array): Ends => endsOf(across.map((value, i) => value / z[i]!));
  const sides = (across: Float64Array, tan: number): Ends => [
    endsOf(across.map((value, i) => value + tan * z[i]!))[0],
    endsOf(across.map((value, i) => value - tan * z[i]!))[1],
  ];
  return {
    nearest: percentileOf(depths, LEFT_OUT),
    middle: percentileOf(depths, 0.5),
    slopesX: slopes(x),
    slopesY: slopes(y),
    sidesX: sides(x, (tanHalfHeight * aspect) / MARGIN),
    sidesY: sides(y, tanHalfHeight / MARGIN),
  };
}

function endsOf(values: Float64Array): Ends {
  const sorted = values.sort();
  return [percentileOf(sorted, LEFT_OUT), percentileOf(sorted, 1 - LEFT_OUT)];
}

function joined(ends: readonly Ends[]): Ends {
  return [Math.min(...ends.map(([least]) => least)), Math.max(...ends.map(([, greatest]) => greatest))];
}

/**
 * The foremost apex of a wedge of slope `tan` that holds the points: each must lie below both its sides,
 * ±(across − centre) ≤ tan · (z − apex). Its left side is given by the least across + tan · z of all points, its right one
 * by the greatest across − tan · z.
 */
function frameAxis([left, right]: Ends, tan: number): { centre: number; apex: number } {
  return { centre: (right + left) / 2, apex: (left - right) / (2 * tan) };
}
