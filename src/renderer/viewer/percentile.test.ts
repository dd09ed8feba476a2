import { expect, test } from 'vitest';
import { percentileOf } from './percentile';

test('nearest rank', () => {
  const sorted = Float64Array.from({ length: 101 }, (_, i) => i);
  expect([0, 0.02, 0.5, 1].map((fraction) => percentileOf(sorted, fraction))).toEqual([0, 2, 50, 100]);
  expect(percentileOf(Float64Array.of(7), 0.99)).toBe(7);
});
