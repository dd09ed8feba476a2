import type { DepthRows } from '../depth/depth-rows';

/**
 * The triangles that a cell between four vertices can have. Seen as the photo shows them, the corners are a top left,
 * b top right, c bottom left, d bottom right; a cell is split from b to c, or from a to d, or holds one triangle, or none.
 */
export const CellTriangle = { topLeft: 1, bottomRight: 2, bottomLeft: 4, topRight: 8 } as const;

/** A net of vertices over a pixel grid, and what lies between them. */
export interface MeshCells {
  /** The pixels, along each axis, that the vertices stand on: every n-th and the last. */
  readonly columns: Int32Array;
  readonly lines: Int32Array;
  /** {@link CellTriangle} bits, one byte a cell, [lines − 1, columns − 1]. */
  readonly cells: Uint8Array;
}

/**
 * Decides which neighbouring pixels lie on one surface, and so where a mesh holds together.
 *
 * Two neighbours in a row or column are joined where both are kept by the mask and their disparities 1/z differ by at
 * most `threshold` of the nearer one's, the slant taken off that the slopes before and after have in common with theirs:
 * the same rule by which `markEdges` finds flying pixels, so floors that run to the horizon hold together and steps do not.
 * Where vertices stand further apart, all pixels between them must be joined: a coarser mesh is cut at the same places.
 *
 * @param stepPx pixels from one vertex to the next, 1 or more.
 * @param threshold 0 joins whatever the mask keeps.
 */
export function cutIntoCells(rows: DepthRows, stepPx: number, threshold: number): MeshCells {
  const { widthPx, heightPx } = rows.size;
  const columns = everyNth(widthPx, stepPx);
  const lines = everyNth(heightPx, stepPx);
  const across = columns.length - 1;
  const cells = new Uint8Array(Math.max(0, across * (lines.length - 1)));
  const window = new DisparityWindow(rows);
  const vertical = new Uint8Array(columns.length).fill(1);
  let above = emptyLine(columns.length);
  let below = emptyLine(columns.length);
  for (let y = 0, line = 0; y < heightPx; y++) {
    window.moveTo(y);
    if (y === lines[line]) {
      readLine(window.rows[1], columns, threshold, below);
      if (line > 0) fillCells(above, below, vertical, cells.subarray((line - 1) * across, line * across));
      [above, below] = [below, above];
      vertical.fill(1);
      line++;
    }
    partBelow(window.rows, columns, threshold, vertical);
  }
  return { columns, lines, cells };
}

function everyNth(lengthPx: number, stepPx: number): Int32Array {
  const count = Math.ceil((lengthPx - 1) / stepPx) + 1;
  return Int32Array.from({ length: count }, (_, i) => Math.min(i * stepPx, lengthPx - 1));
}

/** A line of vertices: their disparities, and whether each is joined to the next. */
interface Line {
  readonly disparity: Float64Array;
  readonly isJoined: Uint8Array;
}

const emptyLine = (length: number): Line => ({
  disparity: new Float64Array(length),
  isJoined: new Uint8Array(length - 1),
});

function readLine(row: Float64Array, columns: Int32Array, threshold: number, { disparity, isJoined }: Line): void {
  for (let i = 0; i < columns.length; i++) disparity[i] = row[FIRST + columns[i]!]!;
  for (let i = 0; i < isJoined.length; i++) {
    let at = FIRST + columns[i]!;
    const end = FIRST + columns[i + 1]!;
    while (at < end && areJoined(row[at - 1]!, row[at]!, row[at + 1]!, row[at + 2]!, threshold)) at++;
    isJoined[i] = at === end ? 1 : 0;
  }
}

/** Marks the columns that are not joined to the row below. */
function partBelow(
  [before, here, after, beyond]: DisparityWindow['rows'],
  columns: Int32Array,
  threshold: number,
  vertical: Uint8Array,
): void {
  for (let i = 0; i < columns.length; i++) {
    const at = FIRST + columns[i]!;
    if (!areJoined(before[at]!, here[at]!, after[at]!, beyond[at]!, threshold)) vertical[i] = 0;
  }
}

/** Where a row's first pixel stands: one place before it and two after its last hold the 0 of what is beyond the picture. */
const FIRST = 1;
const PLACES_BEYOND = 3;

/** Four rows of disparity: the one before, here, and two after; 0 where the mask rejects a pixel and beyond the picture. */
class DisparityWindow {
  readonly #source: DepthRows;
  #rows: readonly [before: Float64Array, here: Float64Array, after: Float64Array, beyond: Float64Array];

  constructor(rows: DepthRows) {
    this.#source = rows;
    const empty = (): Float64Array => new Float64Array(rows.size.widthPx + PLACES_BEYOND);
    this.#rows = [empty(), empty(), empty(), empty()];
    this.#read(0, this.#rows[2]);
    this.#read(1, this.#rows[3]);
  }

  get rows(): readonly [before: Float64Array, here: Float64Array, after: Float64Array, beyond: Float64Array] {
    return this.#rows;
  }

  /** To row `y`: asked for each in turn, from the first. */
  moveTo(y: number): void {
    const [spare, before, here, after] = this.#rows;
    this.#rows = [before, here, after, spare];
    this.#read(y + 2, spare);
  }

  #read(y: number, into: Float64Array): void {
    const { widthPx, heightPx } = this.#source.size;
    if (y >= heightPx) {
      into.fill(0);
      return;
    }
    const { depthMetres, mask } = this.#source.row(y);
    for (let x = 0; x < widthPx; x++) into[FIRST + x] = mask[x] === 0 ? 1 / depthMetres[x]! : 0;
  }
}

/** Whether the middle two of four disparities on a line are of one surface; 0 is none. */
function areJoined(before: number, from: number, to: number, after: number, threshold: number): boolean {
  if (from === 0 || to === 0) return false;
  const slope = to - from;
  const limit = threshold * Math.max(from, to);
  if (threshold === 0 || Math.abs(slope) <= limit) return true;
  const slopeBefore = before === 0 ? slope : from - before;
  const slopeAfter = after === 0 ? slope : after - to;
  // Nothing around them tells a slant from a step.
  if (before === 0 && after === 0) return false;
  return Math.abs(slope - sharedSlope(slopeBefore, slope, slopeAfter)) <= limit;
}

/** The part that slopes have in common: the gentlest of them, or none where they do not all rise or all fall. */
function sharedSlope(a: number, b: number, c: number): number {
  if (a > 0 && b > 0 && c > 0) return Math.min(a, b, c);
  if (a < 0 && b < 0 && c < 0) return Math.max(a, b, c);
  return 0;
}

function fillCells(above: Line, below: Line, vertical: Uint8Array, cells: Uint8Array): void {
  for (let i = 0; i < cells.length; i++) {
    cells[i] = trianglesOf(above, below, i, vertical[i] === 1, vertical[i + 1] === 1);
  }
}

function trianglesOf(above: Line, below: Line, i: number, left: boolean, right: boolean): number {
  const top = above.isJoined[i] === 1;
  const bottom = below.isJoined[i] === 1;
  const fallingSplit = (left && bottom ? CellTriangle.bottomLeft : 0) | (top && right ? CellTriangle.topRight : 0);
  const risingSplit = (top && left ? CellTriangle.topLeft : 0) | (bottom && right ? CellTriangle.bottomRight : 0);
  if (!(top && bottom && left && right)) return fallingSplit === 0 ? risingSplit : fallingSplit;
  // The fold runs where the surface bends least.
  const falling = Math.abs(above.disparity[i]! - below.disparity[i + 1]!);
  const rising = Math.abs(above.disparity[i + 1]! - below.disparity[i]!);
  return falling < rising ? fallingSplit : risingSplit;
}
