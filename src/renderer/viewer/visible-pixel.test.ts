import { expect, test } from 'vitest';
import { MaskReason } from '../../core/depth/depth-rows';
import { isVisible } from './visible-pixel';

const all = { hideEdges: false, hideSky: false, nearMetres: 0, farMetres: Infinity };

test.each([
  ['kept', 0, all, true],
  ['out of range', MaskReason.outOfRange, all, false],
  ['edge, shown', MaskReason.edge, all, true],
  ['edge, hidden', MaskReason.edge, { ...all, hideEdges: true }, false],
  ['edge, sky hidden', MaskReason.edge, { ...all, hideSky: true }, true],
  ['sky, hidden', MaskReason.sky, { ...all, hideSky: true }, false],
  ['sky and edge, edges hidden', MaskReason.sky | MaskReason.edge, { ...all, hideEdges: true }, false],
])('%s', (_, mask, options, visible) => {
  expect(isVisible(mask, 5, options)).toBe(visible);
});

test.each([
  [4.9, false],
  [5, true],
  [7, true],
  [7.1, false],
])('%d m in a cut from 5 to 7', (depthMetres, visible) => {
  expect(isVisible(0, depthMetres, { ...all, nearMetres: 5, farMetres: 7 })).toBe(visible);
});

test.each([0, -1, NaN, Infinity])('%d is no depth', (depthMetres) => {
  expect(isVisible(0, depthMetres, all)).toBe(false);
});
