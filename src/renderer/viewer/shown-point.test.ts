import { describe, expect, test } from 'vitest';
import { pixels } from '../../core/camera/units';
import { shownDepthScale, shownIntrinsics, shownPoint } from './shown-point';

const scene = {
  size: { widthPx: 4, heightPx: 2 },
  depthMetres: Float32Array.from([1, 1, 1, 1, 1, 1, 1, 8]),
  intrinsics: { fxPx: pixels(2), fyPx: pixels(4), cxPx: pixels(2), cyPx: pixels(1) },
};
const pixel = { column: 3, row: 1 };

test('a pixel lies on the ray through its centre', () => {
  expect(shownPoint({ ...scene, followsFocal: true }, 1, pixel)).toEqual({
    ...pixel,
    depthMetres: 8,
    position: [(1.5 * 8) / 2, (0.5 * 8) / 4, 8],
  });
});

describe('half as long a focal again', () => {
  test('depth that follows it grows, X and Y stay', () => {
    const { depthMetres, position } = shownPoint({ ...scene, followsFocal: true }, 1.5, pixel);
    expect(depthMetres).toBe(12);
    expect(position).toEqual([6, 1, 12]);
  });

  test('metric depth stays, X and Y shrink', () => {
    const { depthMetres, position } = shownPoint({ ...scene, followsFocal: false }, 1.5, pixel);
    expect(depthMetres).toBe(8);
    expect(position).toEqual([4, 2 / 3, 8]);
  });
});

test('the shown camera keeps its principal point', () => {
  expect(shownIntrinsics(scene, 1.5)).toEqual({ fxPx: 3, fyPx: 6, cxPx: 2, cyPx: 1 });
  expect(shownDepthScale({ followsFocal: false }, 1.5)).toBe(1);
});
