import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharePoints } from './share-points';

test('a budget below what there is goes to each by its size', () => {
  expect(sharePoints(300, [1000, 500, 0])).toEqual([200, 100, 0]);
});

test('one that suffices draws all', () => {
  expect(sharePoints(Infinity, [1000, 500])).toEqual([1000, 500]);
  expect(sharePoints(0, [])).toEqual([]);
});

test('any budget is spent, but for rounding, and never more than a cloud has', () => {
  fc.assert(
    fc.property(fc.nat(1e7), fc.array(fc.nat(1e7), { minLength: 1, maxLength: 8 }), (points, sizes) => {
      const shares = sharePoints(points, sizes);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const shared = shares.reduce((sum, share) => sum + share, 0);
      expect(shares.every((share, i) => share <= sizes[i]!)).toBe(true);
      expect(shared).toBeGreaterThanOrEqual(Math.min(points, total));
      expect(shared).toBeLessThan(Math.min(points, total) + sizes.length);
    }),
  );
});
