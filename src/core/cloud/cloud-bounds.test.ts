import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryCloud, somePoints } from '../../../test/fixtures/point-clouds';
import { cloudBounds } from './cloud-bounds';

test('holds every point, each face touched by one', () => {
  fc.assert(
    fc.property(somePoints, ({ points, batchSize }) => {
      const { min, max } = cloudBounds(memoryCloud(points, batchSize));
      for (const axis of [0, 1, 2]) {
        const values = [...points.positions].filter((_, i) => i % 3 === axis);
        expect([min[axis], max[axis]]).toEqual(values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 0]);
      }
    }),
  );
});
