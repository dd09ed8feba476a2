import { expect, it } from 'vitest';
import { raySlopes } from './rays';

it('gives the slope of the ray through each pixel’s centre', () => {
  expect(Array.from(raySlopes(4, 2, 2))).toEqual([-0.75, -0.25, 0.25, 0.75]);
  expect(Array.from(raySlopes(3, 0.5, 10))).toEqual([0, 0.1, 0.2]);
});
