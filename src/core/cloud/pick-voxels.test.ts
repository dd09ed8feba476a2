import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryCloud, somePoints, type Points } from '../../../test/fixtures/point-clouds';
import { pickedCloud, pickVoxels } from './pick-voxels';

const cellOf = (points: Points, i: number, edge: number): string =>
  [0, 1, 2].map((axis) => Math.floor(points.positions[3 * i + axis]! / edge)).join();

test('the first point of each cell, with all that belongs to it', () => {
  fc.assert(
    fc.property(somePoints, fc.constantFrom(0.5, 10, 1e4, 1e6), ({ points, batchSize }, edge) => {
      const cloud = memoryCloud(points, batchSize);
      const first = new Map<string, number>();
      for (let i = cloud.count - 1; i >= 0; i--) first.set(cellOf(points, i, edge), i);
      const expected = [...first.values()].sort((a, b) => a - b);
      const picked = pickedCloud(cloud, pickVoxels(cloud, edge));
      expect(picked.count).toBe(expected.length);
      let at = 0;
      for (const { count, positions, colours, normals, confidence, maskReasons } of picked.batches()) {
        for (let i = 0; i < count; i++) {
          const from = expected[at++]!;
          const vector = (values: ArrayLike<number> | undefined, n: number) =>
            values && [0, 1, 2].map((axis) => values[3 * n + axis]);
          expect(vector(positions, i)).toEqual(vector(points.positions, from));
          expect(vector(colours, i)).toEqual(vector(points.colours, from));
          expect(vector(normals, i)).toEqual(vector(points.normals, from));
          expect(confidence?.[i]).toBe(points.confidence?.[from]);
          expect(maskReasons?.[i]).toBe(points.maskReasons?.[from]);
        }
      }
      expect(at).toBe(expected.length);
    }),
  );
});

test('more cells than the table first has room for', () => {
  const side = 40;
  const positions = Float32Array.from({ length: 2 * 3 * side ** 3 }, (_, i) => {
    const point = Math.floor(i / 3) % side ** 3;
    return [point % side, Math.floor(point / side) % side, Math.floor(point / side ** 2)][i % 3]! - side / 2;
  });
  const colours = new Uint8Array(positions.length);
  const points: Points = { positions, colours, normals: undefined, confidence: undefined, maskReasons: undefined };
  const picks = pickVoxels(memoryCloud(points, 1000), 1);
  expect(picks.count).toBe(side ** 3);
  expect(Array.from({ length: 2 * side ** 3 }, (_, i) => picks.isPicked(i)).lastIndexOf(true)).toBe(side ** 3 - 1);
});
