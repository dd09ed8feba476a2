import type { DepthMap } from './depth-map';

/** Neighbours further apart than this share of the nearer depth lie on different surfaces. */
const SAME_SURFACE = 0.1;

/**
 * Unit normals of a depth map from its own shape, interleaved [h,w,3], OpenCV camera frame, facing the camera.
 *
 * Per pixel the cross product of the horizontal and vertical tangents; each tangent joins the pixel with those of its
 * two neighbours that lie on the same surface. A pixel without such neighbours faces the camera along its ray.
 */
export function normalsFromDepth(map: Pick<DepthMap, 'size' | 'intrinsics' | 'depthMetres' | 'mask'>): Float32Array {
  const { widthPx, heightPx } = map.size;
  const normals = new Float32Array(3 * widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      writeNormal(map, x, y, normals);
    }
  }
  return normals;
}

type Vector = readonly [number, number, number];

function writeNormal(
  map: Pick<DepthMap, 'size' | 'intrinsics' | 'depthMetres' | 'mask'>,
  x: number,
  y: number,
  normals: Float32Array,
): void {
  const ray = pointAt(map, x, y, 1);
  const along = tangent(map, x, y, 1, 0);
  const down = tangent(map, x, y, 0, 1);
  const normal = along && down ? cross(along, down) : ray;
  const towardsCamera = dot(normal, ray) <= 0 ? 1 : -1;
  const scale = towardsCamera / Math.sqrt(dot(normal, normal));
  normals.set([normal[0] * scale, normal[1] * scale, normal[2] * scale], 3 * (y * map.size.widthPx + x));
}

/** From the nearest neighbour before to the one after, in the direction (stepX, stepY), within the same surface. */
function tangent(
  map: Pick<DepthMap, 'size' | 'intrinsics' | 'depthMetres' | 'mask'>,
  x: number,
  y: number,
  stepX: number,
  stepY: number,
): Vector | undefined {
  const here = depthAt(map, x, y);
  if (here === undefined) return undefined;
  const before = surfaceNeighbour(map, x - stepX, y - stepY, here);
  const after = surfaceNeighbour(map, x + stepX, y + stepY, here);
  if (before === undefined && after === undefined) return undefined;
  const from = before === undefined ? pointAt(map, x, y, here) : pointAt(map, x - stepX, y - stepY, before);
  const to = after === undefined ? pointAt(map, x, y, here) : pointAt(map, x + stepX, y + stepY, after);
  return [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
}

function surfaceNeighbour(
  map: Pick<DepthMap, 'size' | 'depthMetres' | 'mask'>,
  x: number,
  y: number,
  here: number,
): number | undefined {
  const there = depthAt(map, x, y);
  if (there === undefined) return undefined;
  return Math.abs(there - here) <= SAME_SURFACE * Math.min(there, here) ? there : undefined;
}

function depthAt(
  { size, depthMetres, mask }: Pick<DepthMap, 'size' | 'depthMetres' | 'mask'>,
  x: number,
  y: number,
): number | undefined {
  if (x < 0 || y < 0 || x >= size.widthPx || y >= size.heightPx) return undefined;
  const i = y * size.widthPx + x;
  return mask[i] === 0 ? depthMetres[i] : undefined;
}

function pointAt({ intrinsics }: Pick<DepthMap, 'intrinsics'>, x: number, y: number, depth: number): Vector {
  const { fxPx, fyPx, cxPx, cyPx } = intrinsics;
  return [((x + 0.5 - cxPx) * depth) / fxPx, ((y + 0.5 - cyPx) * depth) / fyPx, depth];
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
