import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level } from '../measuring/level';
import { directionOf, dot, lengthOf, scaled, subtract, type Vector } from '../measuring/vector';
import { CLOUD_FRAMES, toFrame, type CloudFrame } from './frame';
import { levelDirections, levellingOf, levelPoints } from './levelling';

/** Where each frame has the height, and which way is up. */
const UP: Readonly<Record<CloudFrame, Vector>> = { opencv: [0, -1, 0], opengl: [0, 1, 0], zup: [0, 0, 1] };
/** Where a camera that is not tilted looks. */
const FORWARD: Readonly<Record<CloudFrame, Vector>> = { opencv: [0, 0, 1], opengl: [0, 0, -1], zup: [0, 1, 0] };

const coordinate = fc.double({ min: -20, max: 20, noNaN: true });
const someVector = fc.tuple(coordinate, coordinate, coordinate);
const someLevel = fc
  .tuple(someVector, fc.double({ min: -5, max: -0.1, noNaN: true }))
  .filter(([towards]) => lengthOf(towards) > 0.1)
  .map(([towards, offsetMetres]): Level => ({ up: directionOf(towards)!, offsetMetres }));

function levelled(level: Level, points: readonly Vector[], frame: CloudFrame, unitsPerMetre = 1): Vector[] {
  const vectors = Float32Array.from(points.flat());
  levelPoints(vectors, points.length, levellingOf(level), unitsPerMetre);
  toFrame(vectors, points.length, frame);
  // Never −0.
  return points.map((_, i) => [vectors[3 * i]! + 0, vectors[3 * i + 1]! + 0, vectors[3 * i + 2]! + 0]);
}

describe.each(CLOUD_FRAMES)('levelled, in the frame %s', (frame) => {
  it('keeps distances, and every point’s height above the ground along the frame’s up', () => {
    fc.assert(
      fc.property(someLevel, someVector, someVector, (level, a, b) => {
        const [p, q] = levelled(level, [a, b], frame) as [Vector, Vector];
        expect(lengthOf(subtract(p, q))).toBeCloseTo(lengthOf(subtract(a, b)), 3);
        for (const [before, after] of [[a, p] as const, [b, q] as const]) {
          expect(dot(after, UP[frame])).toBeCloseTo(dot(before, level.up) - level.offsetMetres, 4);
        }
      }),
    );
  });

  it('puts the ground at height 0, the camera above the origin, and what is ahead of it ahead', () => {
    fc.assert(
      fc.property(someLevel, someVector, (level, anywhere) => {
        const onGround = subtract(anywhere, scaled(level.up, dot(anywhere, level.up) - level.offsetMetres));
        const [ground, camera, ahead] = levelled(level, [onGround, [0, 0, 0], [0, 0, 1]], frame) as [
          Vector,
          Vector,
          Vector,
        ];
        expect(dot(ground, UP[frame])).toBeCloseTo(0, 4);
        expect(lengthOf(subtract(camera, scaled(UP[frame], -level.offsetMetres)))).toBeLessThan(1e-5);
        fc.pre(Math.abs(level.up[2]) < 0.99);
        expect(dot(subtract(ahead, camera), FORWARD[frame])).toBeGreaterThan(0);
      }),
    );
  });
});

describe('levelling', () => {
  const level: Level = { up: [0, -1, 0], offsetMetres: -1.5 };

  it('of a camera held level moves it up, in the points’ unit', () => {
    expect(levelled(level, [[1, 1.5, 4]], 'zup')).toEqual([[1, 4, 0]]);
    expect(levelled(level, [[100, 100, 400]], 'zup', 100)).toEqual([[100, 400, 50]]);
  });

  it('turns directions without moving them', () => {
    const directions = Float32Array.of(0, -1, 0, 9, 9, 9);
    levelDirections(directions, 1, levellingOf(level));
    expect(Array.from(directions)).toEqual([0, -1, 0, 9, 9, 9]);
  });

  it('turns no handedness round', () => {
    fc.assert(
      fc.property(someLevel, (tilted) => {
        const [right, down, forward] = levellingOf(tilted).rotation;
        const cross = subtract(forward, [
          right[1] * down[2] - right[2] * down[1],
          right[2] * down[0] - right[0] * down[2],
          right[0] * down[1] - right[1] * down[0],
        ]);
        expect(lengthOf(cross)).toBeLessThan(1e-9);
      }),
    );
  });
});
