import { describe, expect, test } from 'vitest';
import { centredIntrinsics } from '../camera/intrinsics';
import { pixels } from '../camera/units';
import { depthMapRows } from '../depth/depth-map';
import { depthScaleOf, nearnessOn } from './depth-scale';

function scaleOf(depthMetres: number[], mask = new Uint8Array(depthMetres.length)) {
  const size = { widthPx: depthMetres.length, heightPx: 1 };
  const intrinsics = centredIntrinsics(size, pixels(100));
  const depth = Float32Array.from(depthMetres);
  return depthScaleOf(
    depthMapRows({ size, intrinsics, depthMetres: depth, mask, normals: undefined, confidence: undefined }),
  );
}

describe('depthScaleOf', () => {
  test('reaches a little beyond the percentiles, by the same factor at both ends', () => {
    const { nearMetres, farMetres } = scaleOf([1, 2, 5, 100])!;
    expect(nearMetres).toBeCloseTo(100 ** -0.07, 6);
    expect(farMetres).toBeCloseTo(100 * 100 ** 0.07, 4);
  });

  test('leaves a few stray pixels out', () => {
    const depths = Array.from({ length: 200 }, () => 2);
    depths[7] = 0.001;
    depths[120] = 9000;
    const { nearMetres, farMetres } = scaleOf(depths)!;
    expect(nearMetres).toBeGreaterThan(1.5);
    expect(farMetres).toBeLessThan(2.5);
  });

  test('a flat wall stands in the middle of a scale of 1 : 1.25', () => {
    const { nearMetres, farMetres } = scaleOf([2, 2, 2, 2])!;
    expect(farMetres / nearMetres).toBeCloseTo(1.25, 9);
    expect(Math.sqrt(farMetres * nearMetres)).toBeCloseTo(2, 9);
  });

  test('nothing kept', () => {
    expect(scaleOf([1, 2], Uint8Array.of(1, 1))).toBeUndefined();
  });
});

test('nearness is linear in the logarithm of depth', () => {
  const nearness = nearnessOn({ nearMetres: 0.5, farMetres: 50 });
  const depths = [0.05, 0.5, 5, 50, 500];
  expect(depths.map((depth) => Number(nearness(depth).toFixed(9)))).toEqual([1.5, 1, 0.5, 0, -0.5]);
});
