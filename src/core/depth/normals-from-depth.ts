import { raySlopes } from '../camera/rays';
import type { DepthMap } from './depth-map';

/** Neighbours further apart than this share of the nearer depth lie on different surfaces. */
const SAME_SURFACE = 0.1;

/**
 * Unit normals of a depth map from its own shape, interleaved [h,w,3], OpenCV camera frame, facing the camera.
 *
 * Per pixel the cross product of the horizontal and vertical tangents; each tangent joins those of the pixel's two
 * neighbours that lie on the same surface, or the one there is and the pixel itself. A masked pixel, and one without
 * such neighbours along the row or the column, faces the camera along its ray.
 */
export function normalsFromDepth(map: Pick<DepthMap, 'size' | 'intrinsics' | 'depthMetres' | 'mask'>): Float32Array {
  const { size, intrinsics, depthMetres, mask } = map;
  const { widthPx, heightPx } = size;
  const columnSlopes = raySlopes(widthPx, intrinsics.cxPx, intrinsics.fxPx);
  const rowSlopes = raySlopes(heightPx, intrinsics.cyPx, intrinsics.fyPx);
  const grid: Grid = { widthPx, heightPx, columnSlopes, rowSlopes, depthMetres, mask };
  const normals = new Float32Array(3 * widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) writeNormal(grid, x, y, normals);
  }
  return normals;
}

interface Grid {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly columnSlopes: Float64Array;
  readonly rowSlopes: Float64Array;
  readonly depthMetres: Float32Array;
  readonly mask: Uint8Array;
}

function writeNormal(grid: Grid, x: number, y: number, normals: Float32Array): void {
  const { widthPx, heightPx, columnSlopes, rowSlopes, depthMetres } = grid;
  const i = y * widthPx + x;
  const rayX = columnSlopes[x]!;
  const rayY = rowSlopes[y]!;
  const left = x > 0 && onSameSurface(grid, i, i - 1) ? x - 1 : x;
  const right = x < widthPx - 1 && onSameSurface(grid, i, i + 1) ? x + 1 : x;
  const top = y > 0 && onSameSurface(grid, i, i - widthPx) ? y - 1 : y;
  const bottom = y < heightPx - 1 && onSameSurface(grid, i, i + widthPx) ? y + 1 : y;
  if (left === right || top === bottom) {
    writeFacing(normals, 3 * i, rayX, rayY, 1, rayX, rayY);
    return;
  }
  const leftDepth = depthMetres[y * widthPx + left]!;
  const rightDepth = depthMetres[y * widthPx + right]!;
  const alongX = columnSlopes[right]! * rightDepth - columnSlopes[left]! * leftDepth;
  const alongZ = rightDepth - leftDepth;
  const alongY = rayY * alongZ;
  const topDepth = depthMetres[top * widthPx + x]!;
  const bottomDepth = depthMetres[bottom * widthPx + x]!;
  const downY = rowSlopes[bottom]! * bottomDepth - rowSlopes[top]! * topDepth;
  const downZ = bottomDepth - topDepth;
  const downX = rayX * downZ;
  const normalX = alongY * downZ - alongZ * downY;
  const normalY = alongZ * downX - alongX * downZ;
  const normalZ = alongX * downY - alongY * downX;
  writeFacing(normals, 3 * i, normalX, normalY, normalZ, rayX, rayY);
}

function onSameSurface({ depthMetres, mask }: Grid, here: number, there: number): boolean {
  if (mask[here] !== 0 || mask[there] !== 0) return false;
  const hereDepth = depthMetres[here]!;
  const thereDepth = depthMetres[there]!;
  return Math.abs(thereDepth - hereDepth) <= SAME_SURFACE * Math.min(thereDepth, hereDepth);
}

/** Writes (x, y, z) at unit length, turned so that it points against the ray (rayX, rayY, 1). */
function writeFacing(
  normals: Float32Array,
  at: number,
  x: number,
  y: number,
  z: number,
  rayX: number,
  rayY: number,
): void {
  const towardsCamera = x * rayX + y * rayY + z <= 0 ? 1 : -1;
  const scale = towardsCamera / Math.sqrt(x * x + y * y + z * z);
  normals[at] = x * scale;
  normals[at + 1] = y * scale;
  normals[at + 2] = z * scale;
}
