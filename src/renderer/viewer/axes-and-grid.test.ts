import { expect, it } from 'vitest';
import { dot, lengthOf, subtract } from '../../core/measuring/vector';
import { guideSegments } from './axes-and-grid';

it('lays a grid of metres on the ground, and axes of a metre at the place below the camera', () => {
  const level = { up: [0, -0.8, -0.6], offsetMetres: -1.5 } as const;
  const [x, y, z, ...grid] = guideSegments(level);
  for (const axis of [x!, y!, z!]) expect(lengthOf(subtract(axis.to, axis.from))).toBeCloseTo(1, 12);
  expect(lengthOf(subtract(subtract(z!.to, z!.from), level.up))).toBeLessThan(1e-12);
  expect(grid).toHaveLength(42);
  for (const { from, to } of grid) {
    for (const end of [from, to]) expect(dot(end, level.up)).toBeCloseTo(-1.5, 9);
    expect(lengthOf(subtract(to, from))).toBeCloseTo(20, 9);
  }
});

it('without a ground shows the camera’s axes alone', () => {
  expect(guideSegments(undefined).map(({ to }) => to)).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});
