import type { Measurement } from './measurement';
import type { PickedPoint } from './picked-point';
import { depthShare, focalShare, scaleShare, type SharedTrust } from './uncertainty';
import { cross, dot, lengthOf, scaled, subtract, add, type Vector } from './vector';

/** What a number is: metres, square metres, cubic metres, or degrees. */
export type Dimension = 'length' | 'area' | 'volume' | 'angle';

/** A measured number: an estimate, with one standard deviation. */
export interface Quantity {
  readonly dimension: Dimension;
  readonly value: number;
  readonly plusMinus: number;
}

/** What is known of a photo's depth when something is measured in it. */
export interface MeasuringFrame extends SharedTrust {
  readonly followsFocal: boolean;
  /** Unit vector away from the ground; undefined until it is known. */
  readonly up: Vector | undefined;
}

/**
 * What a measurement comes to: one number, of a box its three edges and its volume; undefined where a point has no depth,
 * or a height no up.
 *
 * ± is one standard deviation, an estimate and no bound: √(Σᵢ Δᵢ² + Δf² + Δs²). Δᵢ is how the number changes when point i
 * moves along its ray by its own `depthShare`; Δf, when the focal length grows by `focalShare` (canonical depth: every z
 * with it; else every x and y shrink); Δs, when all grows by `scaleShare`. So an angle has no Δs, and with canonical depth
 * a length across the view no Δf.
 */
export function measuredQuantities(
  kind: Measurement['kind'],
  points: readonly (PickedPoint | undefined)[],
  frame: MeasuringFrame,
): readonly Quantity[] | undefined {
  const known = points.filter((point) => point !== undefined);
  const positions = known.map(({ position }) => position);
  if (known.length < points.length) return undefined;
  const compute = (moved: readonly Vector[]): readonly number[] | undefined => numbersOf(kind, moved, frame.up);
  const values = compute(positions);
  if (!values) return undefined;
  const changes = [
    ...known.map((point, i) => positions.with(i, scaled(point.position, 1 + depthShare(point)))),
    positions.map((position) => atLongerFocal(position, 1 + focalShare(frame), frame.followsFocal)),
    positions.map((position) => scaled(position, 1 + scaleShare(frame))),
  ].map((moved) => compute(moved)!);
  return values.map((value, i) => ({
    dimension: DIMENSIONS[kind][i]!,
    value,
    plusMinus: Math.hypot(...changes.map((changed) => changed[i]! - value)),
  }));
}

const DIMENSIONS: Readonly<Record<Measurement['kind'], readonly Dimension[]>> = {
  distance: ['length'],
  path: ['length'],
  height: ['length'],
  angle: ['angle'],
  area: ['area'],
  box: ['length', 'length', 'length', 'volume'],
};

function atLongerFocal([x, y, z]: Vector, factor: number, followsFocal: boolean): Vector {
  return followsFocal ? [x, y, z * factor] : [x / factor, y / factor, z];
}

function numbersOf(
  kind: Measurement['kind'],
  points: readonly Vector[],
  up: Vector | undefined,
): readonly number[] | undefined {
  switch (kind) {
    case 'distance':
    case 'path':
      return [pathLength(points)];
    case 'height':
      return up && [Math.abs(dot(subtract(points[1]!, points[0]!), up))];
    case 'angle':
      return [angleDegrees(points[0]!, points[1]!, points[2]!)];
    case 'area':
      return [polygonArea(points)];
    case 'box':
      return boxNumbers(points);
  }
}

function pathLength(points: readonly Vector[]): number {
  return points.slice(1).reduce((sum, point, i) => sum + lengthOf(subtract(point, points[i]!)), 0);
}

/** The angle at `corner`; atan2 keeps its digits near 0° and 180°. 0 where an arm has no length. */
function angleDegrees(from: Vector, corner: Vector, to: Vector): number {
  const [a, b] = [subtract(from, corner), subtract(to, corner)];
  return (Math.atan2(lengthOf(cross(a, b)), dot(a, b)) * 180) / Math.PI;
}

/** Half the length of Σ pᵢ × pᵢ₊₁ (Newell): exact in a plane, else the area seen along the polygon's mean normal. */
function polygonArea(points: readonly Vector[]): number {
  const origin = points[0]!;
  const sides = points.map((point) => subtract(point, origin));
  const sum = sides.reduce<Vector>(
    (total, side, i) => add(total, cross(side, sides[(i + 1) % sides.length]!)),
    [0, 0, 0],
  );
  return lengthOf(sum) / 2;
}

/** The three edges, and the volume of the parallelepiped they span. */
function boxNumbers([corner, ...ends]: readonly Vector[]): readonly number[] {
  const [a, b, c] = ends.map((end) => subtract(end, corner!)) as [Vector, Vector, Vector];
  return [lengthOf(a), lengthOf(b), lengthOf(c), Math.abs(dot(a, cross(b, c)))];
}
