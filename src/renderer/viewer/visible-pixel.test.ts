import { expect, test } from 'vitest';
import { unmasked } from '../../../test/fixtures/masks';
import { MaskReason } from '../../core/depth/depth-rows';
import { isVisible } from './visible-pixel';

const all = { ...unmasked(2), hideSky: false, nearMetres: 0, farMetres: Infinity };
const scene = (mask: number) => ({ mask: Uint8Array.of(0, mask) });

test.each([
  ['kept', 0, all, true],
  ['out of range', MaskReason.outOfRange, all, false],
  ['sky, shown', MaskReason.sky, all, true],
  ['sky, hidden', MaskReason.sky, { ...all, hideSky: true }, false],
  ['what the tests are for is left to their levels', MaskReason.edge | MaskReason.island, all, true],
])('%s', (_, mask, options, visible) => {
  expect(isVisible(scene(mask), 1, 5, options)).toBe(visible);
});

test.each([0, 1, 2, 3])('level %d hides what is above its limit', (at) => {
  const levels = new Uint16Array(8).fill(9, 0, 4);
  levels[4 + at] = 301;
  const limits = (limit: number) =>
    [0, 1, 2, 3].map((test) => (test === at ? limit : 0)) as [number, number, number, number];
  expect(isVisible(scene(0), 1, 5, { ...all, levels, levelLimits: limits(301) })).toBe(true);
  expect(isVisible(scene(0), 1, 5, { ...all, levels, levelLimits: limits(300) })).toBe(false);
});

test.each([
  [4.9, false],
  [5, true],
  [7, true],
  [7.1, false],
])('%d m in a cut from 5 to 7', (depthMetres, visible) => {
  expect(isVisible(scene(0), 1, depthMetres, { ...all, nearMetres: 5, farMetres: 7 })).toBe(visible);
});

test.each([0, -1, NaN, Infinity])('%d is no depth', (depthMetres) => {
  expect(isVisible(scene(0), 1, depthMetres, all)).toBe(false);
});
