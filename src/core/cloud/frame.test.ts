import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOUD_FRAMES, FRAME_AXES, toFrame, type CloudFrame } from './frame';

/** Where right, down and forward go, as the columns of a matrix. */
function axesIn(frame: CloudFrame): number[][] {
  const axes = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  toFrame(axes, 3, frame);
  return [0, 3, 6].map((start) => Array.from(axes.slice(start, start + 3), (value) => value + 0));
}

function determinant([a, b, c]: number[][]): number {
  const [ax, ay, az] = a as [number, number, number];
  const [bx, by, bz] = b as [number, number, number];
  const [cx, cy, cz] = c as [number, number, number];
  return ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx);
}

it.each<[CloudFrame, number[]]>([
  ['opencv', [1, 2, 3]],
  ['opengl', [1, -2, -3]],
  ['zup', [1, 3, -2]],
])('writes 1 right, 2 down, 3 forward in %s as %j', (frame, expected) => {
  const vector = Float32Array.of(1, 2, 3);
  toFrame(vector, 1, frame);
  expect(Array.from(vector)).toEqual(expected);
});

describe.each(CLOUD_FRAMES)('%s', (frame) => {
  it('is right-handed, its axes unmixed and of unit length', () => {
    const axes = axesIn(frame);
    expect(determinant(axes)).toBe(1);
    for (const axis of axes) expect(axis.map(Math.abs).sort()).toEqual([0, 0, 1]);
  });

  it('has the axes it is described with', () => {
    const [right, down, forward] = axesIn(frame);
    const names = FRAME_AXES[frame].split(', ').map((text) => text.split(' '));
    const directions: Record<string, number[]> = {
      right: right!,
      down: down!,
      forward: forward!,
      up: down!.map((value) => 0 - value),
      backward: forward!.map((value) => 0 - value),
    };
    expect(names.map(([axis]) => axis)).toEqual(['x', 'y', 'z']);
    names.forEach(([, direction], i) => {
      expect(directions[direction!]).toEqual([0, 1, 2].map((k) => (k === i ? 1 : 0)));
    });
  });

  it('can be turned back', () => {
    const axes = axesIn(frame);
    fc.assert(
      fc.property(fc.float32Array({ minLength: 3, maxLength: 3, noNaN: true, min: -100, max: 100 }), (vector) => {
        const turned = vector.slice();
        toFrame(turned, 1, frame);
        // The inverse of a rotation is its transpose.
        const back = axes.map((axis) => axis[0]! * turned[0]! + axis[1]! * turned[1]! + axis[2]! * turned[2]!);
        expect(back.map((value) => value + 0)).toEqual(Array.from(vector, (value) => value + 0));
      }),
    );
  });

  it('touches no more vectors than it is told', () => {
    const vectors = Float32Array.of(1, 2, 3, 4, 5, 6);
    toFrame(vectors, 1, frame);
    expect(Array.from(vectors.slice(3))).toEqual([4, 5, 6]);
  });
});
