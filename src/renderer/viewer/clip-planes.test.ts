import { describe, expect, test } from 'vitest';
import { centredIntrinsics } from '../../core/camera/intrinsics';
import { pixels } from '../../core/camera/units';
import { MaskReason } from '../../core/depth/depth-rows';
import { clipPlanes, depthExtent, sceneCorners } from './clip-planes';

describe('extent of depth', () => {
  test('of what has any', () => {
    const depthMetres = Float32Array.of(0, 3, NaN, 9, 100, 2, Infinity);
    const mask = Uint8Array.of(0, 0, 0, MaskReason.sky, MaskReason.outOfRange, MaskReason.edge, 0);
    expect(depthExtent({ depthMetres, mask })).toEqual([2, 9]);
  });
  test('of nothing', () => {
    expect(depthExtent({ depthMetres: Float32Array.of(0, 1), mask: Uint8Array.of(0, 1) })).toBeUndefined();
  });
});

describe('planes', () => {
  const size = { widthPx: 200, heightPx: 100 };
  const scene = { size, intrinsics: centredIntrinsics(size, pixels(100)), followsFocal: true };
  const corners = sceneCorners(scene, [2, 10], 1);

  test('from where the photo was taken', () => {
    const [near, far] = clipPlanes(corners, [0, 0, 0], [0, 0, 1]);
    expect(near).toBeCloseTo(1.9);
    expect(far).toBeCloseTo(10.5);
  });
  test('a longer focal moves the scene away', () => {
    expect(clipPlanes(sceneCorners(scene, [2, 10], 1.5), [0, 0, 0], [0, 0, 1])[1]).toBeCloseTo(15.75);
  });
  test('from the side: the pyramid is ten metres to either side', () => {
    const [near, far] = clipPlanes(corners, [-20, 0, 5], [1, 0, 0]);
    expect(near).toBeCloseTo(9.5);
    expect(far).toBeCloseTo(31.5);
  });
  test('from within: not at 0', () => {
    expect(clipPlanes(corners, [0, 0, 5], [0, 0, 1])[0]).toBeCloseTo(5.25e-4, 6);
  });
  test('looking away: any that are valid', () => {
    const [near, far] = clipPlanes(corners, [0, 0, 0], [0, 0, -1]);
    expect(near).toBeGreaterThan(0);
    expect(far).toBeGreaterThan(near);
  });
});
