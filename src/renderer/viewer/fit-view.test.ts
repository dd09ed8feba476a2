import { describe, expect, test } from 'vitest';
import { centredIntrinsics } from '../../core/camera/intrinsics';
import { pixels } from '../../core/camera/units';
import { containingTanHalfHeight, fitView } from './fit-view';
import type { PointSample } from './visible-sample';

const size = { widthPx: 400, heightPx: 300 };
const intrinsics = centredIntrinsics(size, pixels(400));

/** An even patch of a wall at depth z. */
function patch(left: number, right: number, top: number, bottom: number, z: number): PointSample {
  const side = 40;
  const at = (from: number, to: number, step: number) => from + ((to - from) * step) / (side - 1);
  return {
    x: Float64Array.from({ length: side * side }, (_, i) => at(left, right, i % side)),
    y: Float64Array.from({ length: side * side }, (_, i) => at(top, bottom, Math.floor(i / side))),
    z: new Float64Array(side * side).fill(z),
  };
}

describe('field of view', () => {
  test('of a frame wider than the photo: its height fits', () => {
    expect(containingTanHalfHeight(size, intrinsics, 2)).toBeCloseTo((1.04 * 150) / 400);
  });
  test('of a narrower one: its width fits', () => {
    expect(containingTanHalfHeight(size, intrinsics, 1)).toBeCloseTo((1.04 * 200) / 400);
  });
  test('with the axis off centre: the longer side fits', () => {
    const shifted = { ...intrinsics, cyPx: pixels(100) };
    expect(containingTanHalfHeight(size, shifted, 2)).toBeCloseTo((1.04 * 200) / 400);
  });
});

test('a scene that fills the picture is seen from where the photo was taken', () => {
  const { position, target } = fitView([patch(-2, 2, -1.5, 1.5, 4)], size, intrinsics, 4 / 3);
  expect(position).toEqual([0, 0, 0]);
  expect(target).toEqual([0, 0, 4]);
});

test('strays do not move it', () => {
  const points = patch(-2, 2, -1.5, 1.5, 4);
  points.z[0] = 1e6;
  points.x[1] = -1e6;
  expect(fitView([points], size, intrinsics, 4 / 3).target).toEqual([0, 0, 4]);
});

test('what is left by a cut fills the frame, unturned', () => {
  const { position, target, tanHalfHeight } = fitView([patch(1, 1.4, -0.2, 0.1, 4)], size, intrinsics, 4 / 3);
  expect(position[0]).toBeCloseTo(1.2, 1);
  expect(position[1]).toBeCloseTo(-0.05, 1);
  expect(target.slice(0, 2)).toEqual(position.slice(0, 2));
  const halfWidth = (4 - position[2]) * tanHalfHeight * (4 / 3);
  expect(halfWidth).toBeGreaterThanOrEqual(0.2);
  expect(halfWidth).toBeLessThan(0.23);
});

test('what stands to the right of the picture is brought into view', () => {
  const both = [patch(-2, 2, -1.5, 1.5, 4), patch(2.4, 6.4, -1.5, 1.5, 4)];
  const { position, target, tanHalfHeight } = fitView(both, size, intrinsics, 4 / 3);
  expect(position[0]).toBeCloseTo(2.2, 1);
  expect(position[2]).toBeLessThan(-4);
  expect((4 - position[2]) * tanHalfHeight * (4 / 3)).toBeGreaterThanOrEqual(4.2);
  expect(target[2]).toBe(4);
});

test('what stands behind the camera, too', () => {
  const { position } = fitView([patch(-2, 2, -1.5, 1.5, -4)], size, intrinsics, 4 / 3);
  expect(position[2]).toBeLessThan(-4);
});

test('nothing visible', () => {
  expect(fitView([patch(0, 0, 0, 0, 1)], size, intrinsics, 1).target[2]).toBe(1);
  const none = { x: new Float64Array(), y: new Float64Array(), z: new Float64Array() };
  expect(fitView([none], size, intrinsics, 1)).toMatchObject({ position: [0, 0, 0], target: [0, 0, 1] });
});
