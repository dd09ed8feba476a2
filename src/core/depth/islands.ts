import type { DepthMap } from './depth-map';

const GREATEST_LEVEL = 65_535;

/** Neighbours whose disparity jumps by more than this share of the nearer one's lie on different surfaces. */
const SAME_SURFACE = 0.05;

/** The greatest level that is kept where islands of fewer pixels are to go; 0 and 1 keep everything. */
export const islandLimit = (smallestPx: number): number => GREATEST_LEVEL - Math.min(GREATEST_LEVEL, smallestPx);

/**
 * How small the surface is that each pixel belongs to: 65535 less the number of its pixels. A surface is what hangs
 * together on the grid: neighbours along rows and columns that are kept and whose disparity goes on, by itself or along
 * the slope on either side. So a floor is one surface however flatly it is seen, and a pole is as large as it is long.
 *
 * @param map the depth; its own mask does not count here.
 * @param isKept whether a pixel counts: what other masks hide belongs to no surface, and parts those beside it.
 * @returns levels, [h,w]; 0 where the pixel does not count.
 */
export function islandLevels(map: Pick<DepthMap, 'size' | 'depthMetres'>, isKept: (i: number) => boolean): Uint16Array {
  const { depthMetres, size } = map;
  const { widthPx, heightPx } = size;
  const grid: Grid = { ...disparityOf(depthMetres, isKept), parents: new Int32Array(depthMetres.length) };
  const { parents, kept } = grid;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const i = y * widthPx + x;
      parents[i] = i;
      if (kept[i] === 0) continue;
      if (x > 0 && hangTogether(grid, i - 1, 1, x > 1, x < widthPx - 1)) join(parents, i - 1, i);
      if (y > 0 && hangTogether(grid, i - widthPx, widthPx, y > 1, y < heightPx - 1)) join(parents, i - widthPx, i);
    }
  }
  return levelsOf(parents, kept);
}

interface Grid {
  readonly disparity: Float32Array;
  readonly kept: Uint8Array;
  /** A pixel of the same surface that comes before, or the pixel itself. */
  readonly parents: Int32Array;
}

function disparityOf(depthMetres: Float32Array, isKept: (i: number) => boolean): Pick<Grid, 'disparity' | 'kept'> {
  const disparity = new Float32Array(depthMetres.length);
  const kept = new Uint8Array(depthMetres.length);
  for (let i = 0; i < kept.length; i++) {
    if (!isKept(i)) continue;
    kept[i] = 1;
    disparity[i] = 1 / depthMetres[i]!;
  }
  return { disparity, kept };
}

/** Whether element `i` and the next one on a line of the given stride lie on one surface. */
function hangTogether(
  { disparity, kept }: Grid,
  i: number,
  stride: number,
  hasBefore: boolean,
  hasAfter: boolean,
): boolean {
  if (kept[i] === 0) return false;
  const here = disparity[i]!;
  const next = disparity[i + stride]!;
  const jump = next - here;
  const limit = SAME_SURFACE * Math.max(here, next);
  if (Math.abs(jump) <= limit) return true;
  const before = i - stride;
  const after = i + 2 * stride;
  return (
    (hasBefore && kept[before] === 1 && Math.abs(jump - (here - disparity[before]!)) <= limit) ||
    (hasAfter && kept[after] === 1 && Math.abs(jump - (disparity[after]! - next)) <= limit)
  );
}

/** The first pixel of a surface, as far as it is known; shortens the way there. */
function rootOf(parents: Int32Array, from: number): number {
  let i = from;
  while (parents[i] !== i) {
    parents[i] = parents[parents[i]!]!;
    i = parents[i]!;
  }
  return i;
}

function join(parents: Int32Array, a: number, b: number): void {
  const rootA = rootOf(parents, a);
  const rootB = rootOf(parents, b);
  if (rootA < rootB) parents[rootB] = rootA;
  else parents[rootA] = rootB;
}

function levelsOf(parents: Int32Array, kept: Uint8Array): Uint16Array {
  const sizes = new Uint32Array(parents.length);
  for (let i = 0; i < parents.length; i++) {
    if (kept[i] === 0) continue;
    const root = rootOf(parents, i);
    parents[i] = root;
    sizes[root] = sizes[root]! + 1;
  }
  const levels = new Uint16Array(parents.length);
  for (let i = 0; i < parents.length; i++) {
    if (kept[i] === 1) levels[i] = islandLimit(sizes[parents[i]!]!);
  }
  return levels;
}
