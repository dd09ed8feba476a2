import { expect, test } from 'vitest';
import { unmasked } from '../../../test/fixtures/masks';
import { centredIntrinsics } from '../../core/camera/intrinsics';
import { pixels } from '../../core/camera/units';
import { sampleVisiblePoints } from './visible-sample';

const all = { ...unmasked(500_000), hideSky: false, nearMetres: 0, farMetres: Infinity, focalScale: 1 };

function wall(widthPx: number, heightPx: number, depthAt: (column: number) => number) {
  const size = { widthPx, heightPx };
  const depthMetres = Float32Array.from({ length: widthPx * heightPx }, (_, i) => depthAt(i % widthPx));
  return {
    size,
    depthMetres,
    mask: new Uint8Array(widthPx * heightPx),
    intrinsics: centredIntrinsics(size, pixels(widthPx)),
    followsFocal: true,
  };
}

test('a small grid is taken whole', () => {
  const { x, y, z } = sampleVisiblePoints(
    wall(2, 1, (column) => 2 + column),
    all,
  );
  expect(Array.from(z)).toEqual([2, 3]);
  expect(Array.from(x)).toEqual([-0.5, 0.75]);
  expect(Array.from(y)).toEqual([0, 0]);
});

test('a large grid is taken evenly', () => {
  const { z } = sampleVisiblePoints(
    wall(1000, 500, (column) => 1 + column),
    all,
  );
  expect(z.length).toBeGreaterThan(10_000);
  expect(z.length).toBeLessThanOrEqual(128 * 128);
  expect(z.reduce((sum, value) => sum + value) / z.length).toBeCloseTo(500.5, -1);
});

test('the cut is of shown depth', () => {
  const scene = wall(4, 1, (column) => 1 + column);
  expect(Array.from(sampleVisiblePoints(scene, { ...all, focalScale: 2, farMetres: 4 }).z)).toEqual([2, 4]);
});
