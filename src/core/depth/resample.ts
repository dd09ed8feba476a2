import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import type { DepthMap } from './depth-map';
import type { DepthRow, DepthRows } from './depth-rows';

/** Neighbours whose disparity differs by more than this share from the nearest one's belong to another surface. */
const SAME_SURFACE = 0.08;

/**
 * A depth map on another grid over the same picture, usually the photo's own, without smearing edges.
 *
 * Each new pixel belongs to the surface of its nearest old pixel: mask, normal and confidence are taken from that one.
 * Its depth is interpolated bilinearly among those of the four surrounding old pixels that lie on that surface, in
 * disparity 1/z, because disparity is affine in the pixel on a plane: planes stay planes, steps stay steps.
 *
 * @param intrinsics the photo's camera in pixels of `size`.
 */
export function resampleRows(map: DepthMap, size: ImageSize, intrinsics: Intrinsics): DepthRows {
  const width = size.widthPx;
  const columns = axisSamples(width, map.size.widthPx);
  const lines = axisSamples(size.heightPx, map.size.heightPx);
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
      for (let x = 0; x < width; x++) {
        const nearest = nearestRow + columns.nearest[x]!;
        mask[x] = map.mask[nearest]!;
        depthMetres[x] = interpolateOnSurface(map, columns, lines, x, y, nearest);
        if (confidence) confidence[x] = map.confidence![nearest]!;
        if (normals) normals.set(map.normals!.subarray(3 * nearest, 3 * nearest + 3), 3 * x);
      }
      return { depthMetres, mask, ...(normals && { normals }), ...(confidence && { confidence }) };
    },
  };
}

/** For each new pixel of an axis: the old pixels before and after its centre, the share of the latter, the nearest. */
interface AxisSamples {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly shareAfter: Float32Array;
  readonly nearest: Int32Array;
}

function axisSamples(newLength: number, oldLength: number): AxisSamples {
  const samples = {
    before: new Int32Array(newLength),
    after: new Int32Array(newLength),
    shareAfter: new Float32Array(newLength),
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

function interpolateOnSurface(
  { size, depthMetres, mask }: DepthMap,
  columns: AxisSamples,
  lines: AxisSamples,
  x: number,
  y: number,
  nearest: number,
): number {
  const nearestDepth = depthMetres[nearest]!;
  if (mask[nearest] !== 0) return nearestDepth;
  const above = lines.before[y]! * size.widthPx;
  const below = lines.after[y]! * size.widthPx;
  const left = columns.before[x]!;
  const right = columns.after[x]!;
  const shareRight = columns.shareAfter[x]!;
  const shareBelow = lines.shareAfter[y]!;
  let weights = 0;
  let disparity = 0;
  const add = (i: number, weight: number): void => {
    if (mask[i] !== 0) return;
    const depth = depthMetres[i]!;
    if (Math.abs(nearestDepth - depth) > SAME_SURFACE * depth) return;
    weights += weight;
    disparity += weight / depth;
  };
  add(above + left, (1 - shareRight) * (1 - shareBelow));
  add(above + right, shareRight * (1 - shareBelow));
  add(below + left, (1 - shareRight) * shareBelow);
  add(below + right, shareRight * shareBelow);
  return weights / disparity;
}
