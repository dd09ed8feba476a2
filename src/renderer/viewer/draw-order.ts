import type { ImageSize } from '../../core/camera/intrinsics';
import type { GridPixel } from './view-scene';

/** Points that follow each other in the grid, and so in the GPU's caches, when they are drawn. */
const RUN_POINTS = 128;

/** The grid is drawn as 4 × 4 interlaced grids, each of every fourth pixel of every fourth row. */
const LATTICE_SIDE = 4;
const LATTICES = LATTICE_SIDE * LATTICE_SIDE;

const GOLDEN_RATIO_CONJUGATE = (Math.sqrt(5) - 1) / 2;

/**
 * The order that a grid's pixels are drawn in, such that the first so many are spread evenly over it. So the number of
 * vertices drawn is the level of detail. Interlaced grids follow each other in the order of a Bayer matrix; the runs of
 * each are shuffled by a Kronecker sequence of the golden ratio.
 */
export interface DrawOrder {
  readonly size: ImageSize;
  readonly runsPerLattice: number;
  /** Run k of a lattice is drawn from its run k · `runStep` modulo `runsPerLattice`, to which it is coprime. */
  readonly runStep: number;
  /** Vertices that hold every pixel once; the few others hold none. */
  readonly vertices: number;
}

/** The order for a grid of this size. */
export function drawOrderOf(size: ImageSize): DrawOrder {
  const cells = Math.ceil(size.widthPx / LATTICE_SIDE) * Math.ceil(size.heightPx / LATTICE_SIDE);
  const runsPerLattice = Math.ceil(cells / RUN_POINTS);
  return {
    size,
    runsPerLattice,
    runStep: coprimeFrom(Math.max(1, Math.round(GOLDEN_RATIO_CONJUGATE * runsPerLattice)), runsPerLattice),
    vertices: LATTICES * runsPerLattice * RUN_POINTS,
  };
}

/** The pixel that a vertex draws; undefined where it draws none. {@link DRAW_ORDER_SHADER} mirrors this. */
export function drawnPixel({ size, runsPerLattice, runStep }: DrawOrder, vertex: number): GridPixel | undefined {
  const run = Math.floor(vertex / RUN_POINTS);
  const lattice = Math.floor(run / runsPerLattice);
  const cell = (((run % runsPerLattice) * runStep) % runsPerLattice) * RUN_POINTS + (vertex % RUN_POINTS);
  const columns = Math.ceil(size.widthPx / LATTICE_SIDE);
  const coarse = lattice & 3;
  const fine = lattice >> 2;
  const column = (cell % columns) * LATTICE_SIDE + 2 * ((coarse ^ (coarse >> 1)) & 1) + ((fine ^ (fine >> 1)) & 1);
  const row = Math.floor(cell / columns) * LATTICE_SIDE + 2 * (coarse & 1) + (fine & 1);
  return column < size.widthPx && row < size.heightPx ? { column, row } : undefined;
}

/** How many vertices draw about `points` points, in whole runs: all of them where there are no more. */
export function verticesFor({ size, vertices }: DrawOrder, points: number): number {
  const share = points / (size.widthPx * size.heightPx);
  return Math.min(vertices, Math.max(1, Math.ceil((share * vertices) / RUN_POINTS)) * RUN_POINTS);
}

/** `drawnPixel(vertex, gridSize)`; −1 −1 where a vertex draws none. The product of two run numbers may exceed 32 bits. */
export const DRAW_ORDER_SHADER = `
uniform uvec2 runOrder; // runs of a lattice, step between them

uint shuffledRun(uint run) {
  uint high = run * (runOrder.y >> 10u) % runOrder.x;
  return ((high << 10u) + run * (runOrder.y & 1023u)) % runOrder.x;
}

ivec2 drawnPixel(int vertex, ivec2 gridSize) {
  uint run = uint(vertex) / ${RUN_POINTS}u;
  int lattice = int(run / runOrder.x);
  int cell = int(shuffledRun(run % runOrder.x)) * ${RUN_POINTS} + vertex % ${RUN_POINTS};
  int columns = (gridSize.x + ${LATTICE_SIDE - 1}) / ${LATTICE_SIDE};
  int coarse = lattice & 3;
  int fine = lattice >> 2;
  ivec2 offset = ivec2(2 * ((coarse ^ (coarse >> 1)) & 1) + ((fine ^ (fine >> 1)) & 1), 2 * (coarse & 1) + (fine & 1));
  ivec2 pixel = ivec2(cell % columns, cell / columns) * ${LATTICE_SIDE} + offset;
  return all(lessThan(pixel, gridSize)) ? pixel : ivec2(-1);
}
`;

function coprimeFrom(least: number, modulus: number): number {
  let step = least;
  while (greatestCommonDivisor(step, modulus) !== 1) step++;
  return step;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
