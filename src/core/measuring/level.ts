import type { LevelChoice } from './measurement';
import { pickPoint, type MeasurableDepth } from './picked-point';
import { cross, directionOf, dot, scaled, subtract, add, type Vector } from './vector';

/** The ground: every point P of it has up · P = offsetMetres. The camera is the origin, so a ground below has a negative offset. */
export interface Level {
  /** Unit vector away from the ground, OpenCV camera frame. */
  readonly up: Vector;
  readonly offsetMetres: number;
}

/** Rows of the rotation from the camera's frame to the level one: x right, y forward along the ground, z up. */
export type Rotation = readonly [right: Vector, forward: Vector, up: Vector];

/** A photo is seldom taken upside down: of a plane's two normals up is the one that points against the camera's y. */
const CAMERA_UP: Vector = [0, -1, 0];

const SAMPLES_PER_SIDE = 64;
const TRIALS = 300;
const SEED = 0x9e3779b9;

/** A point belongs to a plane that is nearer than this, per depth of the point. */
const PLANE_TOLERANCE = 0.02;

/** What stands on the ground begins within the tolerance: its foot is left out by fitting again, ever closer. */
const REFINING_TOLERANCES = [PLANE_TOLERANCE / 2, PLANE_TOLERANCE / 4];

/** The ground leans at most this far from level in the picture: cos 50°. A wall is no ground. */
const LEAST_UPRIGHTNESS = Math.cos((50 * Math.PI) / 180);

/** The ground of a depth, by what was chosen for it; undefined where there is none to be found. */
export function levelOf(depth: MeasurableDepth, choice: LevelChoice): Level | undefined {
  if (choice.kind === 'found') return findGround(samplePoints(depth));
  const points = choice.places.flatMap((place) => pickPoint(depth, place) ?? []).map(({ position }) => position);
  return planeThrough(points);
}

/**
 * The least-squares plane of three or more points: its normal is the direction in which they vary least, the eigenvector of
 * their covariance with the least eigenvalue. Undefined where they lie on a line.
 */
export function planeThrough(points: readonly Vector[]): Level | undefined {
  if (points.length < 3) return undefined;
  const centre = scaled(points.reduce(add), 1 / points.length);
  const normal = directionOfLeastVariation(points.map((point) => subtract(point, centre)));
  if (!normal) return undefined;
  const up = dot(normal, CAMERA_UP) < 0 ? scaled(normal, -1) : normal;
  return { up, offsetMetres: dot(up, centre) };
}

/**
 * The plane below the camera and within 50° of level that holds the most of some points, each allowed 2 % of its depth, then fitted to those
 * (RANSAC, Fischler and Bolles 1981). The same points give the same plane: the draws follow a fixed seed.
 */
export function findGround(points: readonly Vector[]): Level | undefined {
  if (points.length < 3) return undefined;
  const draw = drawsBelow(points.length);
  let best: readonly Vector[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    const plane = planeOfThree(points[draw()]!, points[draw()]!, points[draw()]!);
    if (!plane || plane.offsetMetres >= 0 || dot(plane.up, CAMERA_UP) < LEAST_UPRIGHTNESS) continue;
    const inliers = points.filter((point) => isOn(plane, point));
    if (inliers.length > best.length) best = inliers;
  }
  let ground = planeThrough(best);
  for (const tolerance of REFINING_TOLERANCES) {
    ground = ground && (planeThrough(points.filter((point) => isOn(ground!, point, tolerance))) ?? ground);
  }
  return ground;
}

/** The rotation that makes up z. Its y is the view's direction along the ground; looking straight down, the picture's top. */
export function levelRotation({ up }: Level): Rotation {
  const alongGround = (direction: Vector): Vector | undefined =>
    directionOf(subtract(direction, scaled(up, dot(direction, up))));
  const isLookingDown = Math.abs(up[2]) > 0.999;
  const forward = alongGround(isLookingDown ? CAMERA_UP : [0, 0, 1])!;
  return [cross(forward, up), forward, up];
}

function isOn({ up, offsetMetres }: Level, point: Vector, tolerance = PLANE_TOLERANCE): boolean {
  return Math.abs(dot(up, point) - offsetMetres) <= tolerance * point[2];
}

function planeOfThree(a: Vector, b: Vector, c: Vector): Level | undefined {
  const normal = directionOf(cross(subtract(b, a), subtract(c, a)));
  if (!normal) return undefined;
  const up = dot(normal, CAMERA_UP) < 0 ? scaled(normal, -1) : normal;
  return { up, offsetMetres: dot(up, a) };
}

/** A point for each of at most 64 × 64 even places of the photo that have one. */
function samplePoints(depth: MeasurableDepth): readonly Vector[] {
  const { widthPx, heightPx } = depth.photo;
  const points: Vector[] = [];
  for (let row = 0; row < SAMPLES_PER_SIDE; row++) {
    for (let column = 0; column < SAMPLES_PER_SIDE; column++) {
      const xPx = ((column + 0.5) * widthPx) / SAMPLES_PER_SIDE;
      const yPx = ((row + 0.5) * heightPx) / SAMPLES_PER_SIDE;
      const point = pickPoint(depth, { xPx, yPx });
      if (point) points.push(point.position);
    }
  }
  return points;
}

/** Whole numbers from 0 below `count`, the same at every call: Marsaglia's xorshift32. */
function drawsBelow(count: number): () => number {
  let state = SEED;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}

/**
 * Of centred points; undefined where they lie on a line or in one place. The eigenvectors are those of Jacobi's rotations
 * (Golub and Van Loan, Matrix Computations, § 8.5).
 */
function directionOfLeastVariation(points: readonly Vector[]): Vector | undefined {
  const moment = (i: number, j: number): number => points.reduce((sum, point) => sum + point[i]! * point[j]!, 0);
  const matrix = [0, 1, 2].map((i) => [0, 1, 2].map((j) => moment(i, j)));
  const vectors = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 30; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      rotate(matrix, vectors, p, q);
    }
  }
  const order = [0, 1, 2].sort((i, j) => matrix[i]![i]! - matrix[j]![j]!);
  const [least, middle, most] = order.map((i) => matrix[i]![i]!) as [number, number, number];
  if (!(most > 0) || middle - least <= 1e-12 * most) return undefined;
  const column = order[0]!;
  return directionOf([vectors[0]![column]!, vectors[1]![column]!, vectors[2]![column]!]);
}

/** One of Jacobi's rotations: makes matrix[p][q] vanish, and turns the vectors with it. */
function rotate(matrix: number[][], vectors: number[][], p: number, q: number): void {
  const offDiagonal = matrix[p]![q]!;
  if (offDiagonal === 0) return;
  const theta = (matrix[q]![q]! - matrix[p]![p]!) / (2 * offDiagonal);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of [...matrix, ...vectors]) turn(row, p, q, cosine, sine);
  for (let k = 0; k < 3; k++) {
    const pair = [matrix[p]![k]!, matrix[q]![k]!] as const;
    matrix[p]![k] = cosine * pair[0] - sine * pair[1];
    matrix[q]![k] = sine * pair[0] + cosine * pair[1];
  }
}

function turn(row: number[], p: number, q: number, cosine: number, sine: number): void {
  const [a, b] = [row[p]!, row[q]!];
  row[p] = cosine * a - sine * b;
  row[q] = sine * a + cosine * b;
}
