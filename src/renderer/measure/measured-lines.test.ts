import { expect, it } from 'vitest';
import { linesOf } from './measured-lines';

it('joins a path in order, closes an area, and draws a box’s edges from its corner', () => {
  expect(linesOf('path', 3)).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(linesOf('area', 3)).toEqual([
    [0, 1],
    [1, 2],
    [2, 0],
  ]);
  expect(linesOf('area', 2)).toEqual([[0, 1]]);
  expect(linesOf('box', 4)).toEqual([
    [0, 1],
    [0, 2],
    [0, 3],
  ]);
  expect(linesOf('distance', 0)).toEqual([]);
});
