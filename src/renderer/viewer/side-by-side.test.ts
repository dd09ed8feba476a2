import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sideBySide, type Stretch } from './side-by-side';

test('each stands a tenth of the widest to the right of the one before', () => {
  expect(
    sideBySide([
      [-1, 1],
      [-2.5, 2.5],
      [0, 3],
    ]),
  ).toEqual([0, 4, 7]);
});

test('the first stays, and what has no points takes no room', () => {
  expect(sideBySide([undefined, [5, 7], undefined, [-1, 0]])).toEqual([0, 0, 0, 8.2]);
  expect(sideBySide([])).toEqual([]);
});

test('no two overlap, and their order holds', () => {
  const stretch = fc
    .tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true }))
    .map(([left, width]): Stretch => [left, left + width]);
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 2, maxLength: 6 }), (stretches) => {
      const placed = sideBySide(stretches).map((offset, i) => stretches[i]!.map((end) => end + offset));
      for (let i = 1; i < placed.length; i++) expect(placed[i]![0]!).toBeGreaterThan(placed[i - 1]![1]!);
    }),
  );
});
