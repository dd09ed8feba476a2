import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import type { DepthMap } from './depth-map';
import type { DepthRow, DepthRows } from './depth-rows';

/** Neighbours whose disparity differs by more than this share from the nearest one's belong to another surface. */
export const SAME_SURFACE = 0.08;

/**
 * A depth map on another grid over the same picture, usually the photo's own, without smearing edges.
 *
 * Each new pixel belongs to the surface of its nearest old pixel: mask, normal and confidence are taken from that one.
 * Its depth is interpolated bilinearly among those of the four surrounding old pixels that lie on that surface, in
 * disparity 1/z, because disparity is affine in the pixel on a plane: planes that change by less than 8 % from pixel to
 * pixel stay planes, steps above that stay steps. Beyond the centres of the outermost old pixels depth goes on unchanged.
 *
 * @param intrinsics the photo's camera in pixels of `size`.
 */
export function resampleRows(map: DepthMap, size: ImageSize, intrinsics: Intrinsics): DepthRows {
  const width = size.widthPx;
  const columns = axisSamples(width, map.size.widthPx);
  const lines = axisSamples(size.heightPx, map.size.heightPx);
  const disparity = visibleDisparity(map);
  const depthMetres = new Float32Array(width);
  const mask = new Uint8Array(width);
  const normals = map.normals && new Float32Array(3 * width);
  const confidence = map.confidence && new Float32Array(width);
  return {
    size,
    intrinsics,
    hasNormals: normals !== undefined,
    hasConfidence: confidence !== undefined,
    row: (y): DepthRow => {
      const nearestRow = lines.nearest[y]! * map.size.widthPx;
      copyNearest(map.mask, nearestRow, columns.nearest, mask);
      copyNearest(map.depthMetres, nearestRow, columns.nearest, depthMetres);
      interpolateVisible(disparity, map.size.widthPx, columns, lines, y, depthMetres);
      if (normals) copyNearestVectors(map.normals, nearestRow, columns.nearest, normals);
      if (confidence) copyNearest(map.confidence, nearestRow, columns.nearest, confidence);
      return { depthMetres, mask, ...(normals && { normals }), ...(confidence && { confidence }) };
    },
  };
}

/** For each new pixel of an axis: the old pixels before and after its centre, the share of the latter, the nearest. */
interface AxisSamples {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly shareAfter: Float64Array;
  readonly nearest: Int32Array;
}

function axisSamples(newLength: number, oldLength: number): AxisSamples {
  const samples = {
    before: new Int32Array(newLength),
    after: new Int32Array(newLength),
    shareAfter: new Float64Array(newLength),
    nearest: new Int32Array(newLength),
  };
  const last = oldLength - 1;
  for (let i = 0; i < newLength; i++) {
    const at = Math.min(last, Math.max(0, ((i + 0.5) * oldLength) / newLength - 0.5));
    samples.before[i] = Math.floor(at);
    samples.after[i] = Math.min(last, Math.floor(at) + 1);
    samples.shareAfter[i] = at - Math.floor(at);
    samples.nearest[i] = Math.min(last, Math.floor(at + 0.5));
  }
  return samples;
}

/** 1/z, [h,w]; 0, which is near to no surface, where the mask rejects the pixel. Float64, so that 1/(1/z) is z again. */
function visibleDisparity({ depthMetres, mask }: DepthMap): Float64Array {
  const disparity = new Float64Array(depthMetres.length);
  for (let i = 0; i < disparity.length; i++) disparity[i] = mask[i] === 0 ? 1 / depthMetres[i]! : 0;
  return disparity;
}

function copyNearest(
  from: Float32Array | Uint8Array,
  rowStart: number,
  nearest: Int32Array,
  to: Float32Array | Uint8Array,
): void {
  for (let x = 0; x < nearest.length; x++) to[x] = from[rowStart + nearest[x]!]!;
}

function copyNearestVectors(from: Float32Array, rowStart: number, nearest: Int32Array, to: Float32Array): void {
  for (let x = 0; x < nearest.length; x++) {
    const source = 3 * (rowStart + nearest[x]!);
    to[3 * x] = from[source]!;
    to[3 * x + 1] = from[source + 1]!;
    to[3 * x + 2] = from[source + 2]!;
  }
}

/** Overwrites the depth of row `y` where the nearest old pixel is visible. */
function interpolateVisible(
  disparity: Float64Array,
  stride: number,
  columns: AxisSamples,
  lines: AxisSamples,
  y: number,
  depthMetres: Float32Array,
): void {
  const above = lines.before[y]! * stride;
  const below = lines.after[y]! * stride;
  const shareBelow = lines.shareAfter[y]!;
  const nearestRow = lines.nearest[y]! * stride;
  for (let x = 0; x < depthMetres.length; x++) {
    const nearest = disparity[nearestRow + columns.nearest[x]!]!;
    if (nearest === 0) continue;
    const left = columns.before[x]!;
    const right = columns.after[x]!;
    const shareRight = columns.shareAfter[x]!;
    const leftAbove = disparity[above + left]!;
    const rightAbove = disparity[above + right]!;
    const leftBelow = disparity[below + left]!;
    const rightBelow = disparity[below + right]!;
    const leftAboveWeight = onSurface(leftAbove, nearest) * (1 - shareRight) * (1 - shareBelow);
    const rightAboveWeight = onSurface(rightAbove, nearest) * shareRight * (1 - shareBelow);
    const leftBelowWeight = onSurface(leftBelow, nearest) * (1 - shareRight) * shareBelow;
    const rightBelowWeight = onSurface(rightBelow, nearest) * shareRight * shareBelow;
    depthMetres[x] =
      (leftAboveWeight + rightAboveWeight + leftBelowWeight + rightBelowWeight) /
      (leftAbove * leftAboveWeight +
        rightAbove * rightAboveWeight +
        leftBelow * leftBelowWeight +
        rightBelow * rightBelowWeight);
  }
}

const onSurface = (disparity: number, nearest: number): 0 | 1 =>
  Math.abs(disparity - nearest) <= SAME_SURFACE * nearest ? 1 : 0;
