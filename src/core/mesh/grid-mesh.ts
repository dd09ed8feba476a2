import { raySlopes } from '../camera/rays';
import { toFrame, type CloudFrame } from '../cloud/frame';
import { levelPoints, type Levelling } from '../cloud/levelling';
import { UNITS_PER_METRE, type LengthUnit } from '../cloud/length-unit';
import { countVisible } from '../cloud/unproject';
import type { DepthRows } from '../depth/depth-rows';
import { CellTriangle, cutIntoCells, type MeshCells } from './mesh-cells';

/** How a depth map becomes a mesh. */
export interface MeshShape {
  /** Pixels from one vertex to the next, 1 or more; more where there would be too many vertices. */
  readonly stepPx: number;
  /** At most so many vertices, but never fewer than four; any number where undefined. */
  readonly maxVertices: number | undefined;
  /** Share of a pixel's disparity from which on a step cuts the mesh; 0 cuts at masked pixels only. */
  readonly edgeThreshold: number;
  /** Applied before the frame; undefined leaves the mesh as the camera saw it. */
  readonly levelling?: Levelling | undefined;
}

/** A run of vertices. The arrays are reused: read them before asking for the next. */
export interface VertexBatch {
  readonly count: number;
  /** x y z, interleaved: 3 × count. */
  readonly positions: Float32Array;
  /** Place in the photo, from 0 at its left and top to 1 at its right and bottom, interleaved: 2 × count. */
  readonly texture: Float32Array;
}

/** A mesh over a pixel grid, whose counts are known before the first vertex is made. */
export interface GridMesh {
  readonly stepPx: number;
  readonly vertexCount: number;
  readonly triangleCount: number;
  /** Makes the vertices anew at each call, a line of the grid at a time. */
  vertices(frame: CloudFrame, unit: LengthUnit): Iterable<VertexBatch>;
  /**
   * Numbers of three vertices a triangle, counter-clockwise as the camera sees them, a line of cells at a time, in an
   * array that is reused.
   */
  triangles(): Iterable<Uint32Array>;
}

/**
 * The surface that a depth map shows: a vertex for every n-th pixel, and triangles between those of one surface (see
 * `cutIntoCells`). Pixels that no triangle needs become no vertices.
 *
 * Memory: a byte a cell, and a few rows.
 */
export function meshOfDepth(rows: DepthRows, shape: MeshShape): GridMesh {
  const { maxVertices = Infinity, edgeThreshold, levelling } = shape;
  const longestSidePx = Math.max(rows.size.widthPx, rows.size.heightPx);
  for (let stepPx = firstStep(rows, shape); ; stepPx++) {
    const cells = cutIntoCells(rows, stepPx, edgeThreshold);
    const vertexCount = countVertices(cells);
    if (vertexCount > maxVertices && stepPx < longestSidePx) continue;
    return {
      stepPx,
      vertexCount,
      triangleCount: countTriangles(cells),
      vertices: (frame, unit) => makeVertices(rows, cells, { frame, levelling, unitsPerMetre: UNITS_PER_METRE[unit] }),
      triangles: () => makeTriangles(cells),
    };
  }
}

/** About the least step that leaves so few vertices: wider ones are then tried in turn. */
function firstStep(rows: DepthRows, { stepPx, maxVertices }: MeshShape): number {
  if (maxVertices === undefined) return stepPx;
  return Math.max(stepPx, Math.floor(Math.sqrt(countVisible(rows) / maxVertices)));
}

const { topLeft, bottomRight, bottomLeft, topRight } = CellTriangle;

/** The triangles of a cell that need its corner a, b, c or d. */
const NEEDS_A = topLeft | bottomLeft | topRight;
const NEEDS_B = topLeft | bottomRight | topRight;
const NEEDS_C = topLeft | bottomRight | bottomLeft;
const NEEDS_D = bottomRight | bottomLeft | topRight;

/** Marks the vertices of a line that a triangle needs. */
function markUsed({ columns, lines, cells }: MeshCells, line: number, isUsed: Uint8Array): void {
  const across = columns.length - 1;
  isUsed.fill(0);
  if (line > 0) markAlong(cells.subarray((line - 1) * across, line * across), NEEDS_C, NEEDS_D, isUsed);
  if (line < lines.length - 1) markAlong(cells.subarray(line * across, (line + 1) * across), NEEDS_A, NEEDS_B, isUsed);
}

function markAlong(cells: Uint8Array, needsLeft: number, needsRight: number, isUsed: Uint8Array): void {
  for (let i = 0; i < cells.length; i++) {
    const triangles = cells[i]!;
    if (triangles & needsLeft) isUsed[i] = 1;
    if (triangles & needsRight) isUsed[i + 1] = 1;
  }
}

function countVertices(cells: MeshCells): number {
  const isUsed = new Uint8Array(cells.columns.length);
  let count = 0;
  for (let line = 0; line < cells.lines.length; line++) {
    markUsed(cells, line, isUsed);
    for (let i = 0; i < isUsed.length; i++) count += isUsed[i]!;
  }
  return count;
}

/** How many triangles a cell of given bits has. */
const TRIANGLES_IN = Uint8Array.from({ length: 16 }, (_, bits) => [1, 2, 4, 8].filter((bit) => bits & bit).length);

function countTriangles({ cells }: MeshCells): number {
  let count = 0;
  for (let i = 0; i < cells.length; i++) count += TRIANGLES_IN[cells[i]!]!;
  return count;
}

interface VertexPlacing {
  readonly frame: CloudFrame;
  readonly levelling: Levelling | undefined;
  readonly unitsPerMetre: number;
}

function* makeVertices(
  rows: DepthRows,
  cells: MeshCells,
  { frame, levelling, unitsPerMetre }: VertexPlacing,
): Generator<VertexBatch, void, void> {
  const { columns, lines } = cells;
  const { size, intrinsics } = rows;
  const columnSlopes = raySlopes(size.widthPx, intrinsics.cxPx, intrinsics.fxPx);
  const rowSlopes = raySlopes(size.heightPx, intrinsics.cyPx, intrinsics.fyPx);
  const isUsed = new Uint8Array(columns.length);
  const positions = new Float32Array(3 * columns.length);
  const texture = new Float32Array(2 * columns.length);
  for (let line = 0; line < lines.length; line++) {
    const y = lines[line]!;
    const { depthMetres } = rows.row(y);
    markUsed(cells, line, isUsed);
    let count = 0;
    for (let i = 0; i < columns.length; i++) {
      if (isUsed[i] === 0) continue;
      const x = columns[i]!;
      const z = depthMetres[x]! * unitsPerMetre;
      positions[3 * count] = columnSlopes[x]! * z;
      positions[3 * count + 1] = rowSlopes[y]! * z;
      positions[3 * count + 2] = z;
      texture[2 * count] = (x + 0.5) / size.widthPx;
      texture[2 * count + 1] = (y + 0.5) / size.heightPx;
      count++;
    }
    if (levelling) levelPoints(positions, count, levelling, unitsPerMetre);
    toFrame(positions, count, frame);
    if (count > 0) yield { count, positions, texture };
  }
}

function* makeTriangles(mesh: MeshCells): Generator<Uint32Array, void, void> {
  const { columns, lines, cells } = mesh;
  const across = columns.length - 1;
  const isUsed = new Uint8Array(columns.length);
  const corners = new Uint32Array(6 * across);
  let above = new Uint32Array(columns.length);
  let below = new Uint32Array(columns.length);
  let next = 0;
  for (let line = 0; line < lines.length; line++) {
    markUsed(mesh, line, isUsed);
    for (let i = 0; i < columns.length; i++) {
      below[i] = next;
      next += isUsed[i]!;
    }
    if (line > 0) {
      const length = listCorners(cells.subarray((line - 1) * across, line * across), above, below, corners);
      if (length > 0) yield corners.subarray(0, length);
    }
    [above, below] = [below, above];
  }
}

/** Writes the triangles of a line of cells, and answers how many numbers these are. */
function listCorners(cells: Uint8Array, above: Uint32Array, below: Uint32Array, corners: Uint32Array): number {
  let at = 0;
  for (let i = 0; i < cells.length; i++) {
    const triangles = cells[i]!;
    const a = above[i]!;
    const b = above[i + 1]!;
    const c = below[i]!;
    const d = below[i + 1]!;
    if (triangles & topLeft) at = writeTriangle(corners, at, a, c, b);
    if (triangles & bottomRight) at = writeTriangle(corners, at, b, c, d);
    if (triangles & bottomLeft) at = writeTriangle(corners, at, a, c, d);
    if (triangles & topRight) at = writeTriangle(corners, at, a, d, b);
  }
  return at;
}

function writeTriangle(corners: Uint32Array, at: number, first: number, second: number, third: number): number {
  corners[at] = first;
  corners[at + 1] = second;
  corners[at + 2] = third;
  return at + 3;
}
