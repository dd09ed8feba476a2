import { expect, test } from 'vitest';
import { centredIntrinsics } from '../camera/intrinsics';
import { pixels } from '../camera/units';
import { depthMapRows } from '../depth/depth-map';
import type { DepthRows } from '../depth/depth-rows';
import { depthPercentiles } from './depth-percentiles';

function rowsOf(
  widthPx: number,
  heightPx: number,
  depthAt: (x: number, y: number) => number,
  maskAt: (x: number, y: number) => number = () => 0,
): DepthRows {
  const size = { widthPx, heightPx };
  const grid = (at: (x: number, y: number) => number) =>
    Array.from({ length: widthPx * heightPx }, (_, i) => at(i % widthPx, Math.floor(i / widthPx)));
  return depthMapRows({
    size,
    intrinsics: centredIntrinsics(size, pixels(100)),
    depthMetres: Float32Array.from(grid(depthAt)),
    mask: Uint8Array.from(grid(maskAt)),
    normals: undefined,
    confidence: undefined,
  });
}

test('of a map smaller than the sample: exact', () => {
  const rows = rowsOf(101, 1, (x) => 100 - x);
  expect(depthPercentiles(rows, [0, 0.02, 0.5, 0.98, 1])).toEqual([0, 2, 50, 98, 100]);
});

test('of a large map: within a percent', () => {
  const [low, high] = depthPercentiles(
    rowsOf(1000, 700, (x, y) => x + 1000 * y),
    [0.02, 0.98],
  )!;
  expect(low).toBeGreaterThan(0.01 * 700_000);
  expect(low).toBeLessThan(0.03 * 700_000);
  expect(high).toBeGreaterThan(0.97 * 700_000);
  expect(high).toBeLessThan(0.99 * 700_000);
});

test('masked pixels do not count', () => {
  const rows = rowsOf(
    10,
    10,
    (x) => (x < 5 ? 3 : 1000),
    (x) => (x < 5 ? 0 : 1),
  );
  expect(depthPercentiles(rows, [0, 1])).toEqual([3, 3]);
});

test('nothing kept', () => {
  expect(
    depthPercentiles(
      rowsOf(
        10,
        10,
        () => 3,
        () => 2,
      ),
      [0.5],
    ),
  ).toBeUndefined();
});
