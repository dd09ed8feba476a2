import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plane, renderDepth, sphere, viewOf } from '../../../test/fixtures/analytic-scenes';
import { findGround, levelOf, levelRotation, planeThrough } from './level';
import { placeOfPixel } from './picked-point';
import { cross, dot, lengthOf, subtract, type Vector } from './vector';

/** A camera 1.5 m above the ground that looks down by 20°. */
const TILT = (20 * Math.PI) / 180;
const UP: Vector = [0, -Math.cos(TILT), -Math.sin(TILT)];
const HEIGHT = 1.5;
const view = viewOf(96, 64, 70);
const ground = plane([0, Math.cos(TILT), Math.sin(TILT)], HEIGHT);
const depthMetres = renderDepth(view, ground, sphere([0.5, 0.5, 4], 0.8), plane([0, 0, 1], 12));
const depth = {
  ...view,
  photo: view.size,
  depthMetres,
  mask: new Uint8Array(depthMetres.length),
  followsFocal: true,
  focalScale: 1,
};
const at = (column: number, row: number) => placeOfPixel(depth, { column, row });

describe('planeThrough', () => {
  it('is the plane of its points, with up against the camera’s y', () => {
    const level = planeThrough([
      [0, 1.5, 2],
      [1, 1.5, 2],
      [0, 1.5, 9],
      [-4, 1.5, 3],
    ])!;
    expect(lengthOf(subtract(level.up, [0, -1, 0]))).toBeLessThan(1e-12);
    expect(level.offsetMetres).toBeCloseTo(-1.5, 12);
  });

  it('lies through noisy points as their mean does', () => {
    const points = [-1, 1].flatMap((x) => [3, 5].map((z): Vector => [x, 1.5 + (x * (z - 4)) / 100, z]));
    expect(planeThrough(points)!.offsetMetres).toBeCloseTo(-1.5, 6);
  });

  it('is nothing through points of a line, or too few', () => {
    expect(
      planeThrough([
        [0, 0, 1],
        [1, 0, 2],
        [2, 0, 3],
        [3, 0, 4],
      ]),
    ).toBeUndefined();
    expect(
      planeThrough([
        [0, 0, 1],
        [0, 0, 1],
        [0, 0, 1],
      ]),
    ).toBeUndefined();
    expect(
      planeThrough([
        [0, 0, 1],
        [1, 0, 2],
      ]),
    ).toBeUndefined();
  });
});

describe('levelOf', () => {
  it('finds the ground before a wall and under a ball, the same each time', () => {
    const found = levelOf(depth, { kind: 'found' })!;
    expect(lengthOf(subtract(found.up, UP))).toBeLessThan(0.01);
    expect(Math.abs(found.offsetMetres + HEIGHT)).toBeLessThan(0.03);
    expect(levelOf(depth, { kind: 'found' })).toEqual(found);
  });

  it('takes the ground from three places', () => {
    const places = [at(10, 60), at(85, 60), at(10, 40)];
    const { up, offsetMetres } = levelOf(depth, { kind: 'places', places })!;
    expect(lengthOf(subtract(up, UP))).toBeLessThan(0.005);
    expect(offsetMetres).toBeCloseTo(-HEIGHT, 2);
  });

  it('takes the floor for ground, though the ceiling is larger', () => {
    const large = viewOf(384, 256, 280);
    const depthMetres = renderDepth(large, plane([0, -1, 0], 0.8), plane([0, 1, 0], 1.5), plane([0, 0, 1], 6));
    const mask = new Uint8Array(depthMetres.length);
    const found = levelOf({ ...depth, ...large, photo: large.size, depthMetres, mask }, { kind: 'found' })!;
    expect(lengthOf(subtract(found.up, [0, -1, 0]))).toBeLessThan(0.01);
    expect(Math.abs(found.offsetMetres + 1.5)).toBeLessThan(0.05);
  });

  it('takes no wall for ground', () => {
    const wall = renderDepth(view, plane([0, 0, 1], 4));
    expect(levelOf({ ...depth, depthMetres: wall }, { kind: 'found' })).toBeUndefined();
    expect(findGround([])).toBeUndefined();
  });
});

describe('levelRotation', () => {
  it('is a right-handed rotation that makes up z and keeps the view ahead', () => {
    const angle = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(angle, angle, (roll, tilt) => {
        const up: Vector = [Math.sin(roll) * Math.cos(tilt), -Math.cos(roll) * Math.cos(tilt), -Math.sin(tilt)];
        const [right, forward, z] = levelRotation({ up, offsetMetres: -1 });
        expect(z).toEqual(up);
        for (const row of [right, forward]) expect(lengthOf(row)).toBeCloseTo(1, 9);
        expect(dot(right, forward)).toBeCloseTo(0, 9);
        expect(lengthOf(subtract(cross(right, forward), z))).toBeLessThan(1e-9);
        expect(forward[2]).toBeGreaterThan(-1e-9);
      }),
    );
  });
});
