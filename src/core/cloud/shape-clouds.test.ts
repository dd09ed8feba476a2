import { describe, expect, it } from 'vitest';
import { depthMapOf } from '../../../test/fixtures/depth-rows';
import { depthMapRows } from '../depth/depth-map';
import { MaskReason } from '../depth/depth-rows';
import { toFrame } from './frame';
import { LENGTH_UNITS, UNITS_PER_METRE } from './length-unit';
import { levelDirections, levellingOf, levelPoints } from './levelling';
import type { PointCloud } from './point-batch';
import { shapeClouds, type CloudShape } from './shape-clouds';

const width = 40;
const height = 30;
const depthMetres = Float32Array.from({ length: width * height }, (_, i) => 2 + Math.sin(i));
const mask = new Uint8Array(width * height);
mask[5] = MaskReason.edge;
mask[6] = MaskReason.sky;
mask[7] = MaskReason.outOfRange;
depthMetres[6] = Infinity;
depthMetres[7] = NaN;
const map = depthMapOf(width, height, {
  depthMetres,
  mask,
  normals: new Float32Array(3 * depthMetres.length).fill(0.5),
  confidence: new Float32Array(depthMetres.length).fill(0.5),
});
const colours = { size: map.size, rgb: Uint8Array.from({ length: 3 * depthMetres.length }, (_, i) => i) };

const plain: CloudShape = {
  maxPoints: undefined,
  voxelMetres: undefined,
  masked: 'drop',
  normals: true,
  confidence: true,
};
const clouds = (shape: Partial<CloudShape>) => shapeClouds(depthMapRows(map), colours, { ...plain, ...shape });

/** x y z of all points, copied. */
function positionsOf(cloud: PointCloud): number[] {
  const all = Array.from(cloud.batches(), ({ positions, count }) => [...positions.subarray(0, 3 * count)]).flat();
  expect(all).toHaveLength(3 * cloud.count);
  return all;
}

describe('shapeClouds', () => {
  it.each(LENGTH_UNITS)('writes the same points in %s', (unit) => {
    const metres = positionsOf(clouds({})('zup', 'm'));
    const scaled = positionsOf(clouds({})('zup', unit));
    for (const [i, value] of scaled.entries()) expect(value).toBeCloseTo(metres[i]! * UNITS_PER_METRE[unit], 2);
  });

  it('picks the same points in every frame and unit', () => {
    const thin = clouds({ voxelMetres: 0.3 });
    const points = positionsOf(thin('opencv', 'm'));
    expect(points.length).toBeLessThan(depthMetres.length);
    const turned = positionsOf(thin('opengl', 'cm'));
    for (let i = 0; i < points.length; i += 3) {
      expect(turned[i]).toBeCloseTo(100 * points[i]!, 3);
      expect(turned[i + 1]).toBeCloseTo(-100 * points[i + 1]!, 3);
    }
  });

  it('thins by voxels, then to the number asked for', () => {
    const thin = positionsOf(clouds({ voxelMetres: 0.3 })('opencv', 'm'));
    const fewer = positionsOf(clouds({ voxelMetres: 0.3, maxPoints: 50 })('opencv', 'm'));
    expect(fewer).toHaveLength(150);
    const known = new Set(thin);
    expect(fewer.every((value) => known.has(value))).toBe(true);
  });

  it('levels the points and normals it would write anyhow, whichever are picked', () => {
    const levelling = levellingOf({ up: [0.6, -0.8, 0], offsetMetres: -1 });
    for (const shape of [{}, { voxelMetres: 0.3 }, { maxPoints: 100 }] satisfies Partial<CloudShape>[]) {
      const expected = Float32Array.from(positionsOf(clouds(shape)('opencv', 'm')));
      levelPoints(expected, expected.length / 3, levelling);
      toFrame(expected, expected.length / 3, 'zup');
      const found = positionsOf(clouds({ ...shape, levelling })('zup', 'mm'));
      for (const [i, value] of found.entries()) expect(value / 1000).toBeCloseTo(expected[i]!, 4);
    }
    const [batch] = clouds({ levelling })('opencv', 'm').batches();
    const normal = Float32Array.of(0.5, 0.5, 0.5);
    levelDirections(normal, 1, levelling);
    expect([...batch!.normals!.subarray(0, 3)]).toEqual([...normal]);
  });

  it('keeps masked pixels that have a depth, with their reasons', () => {
    const cloud = clouds({ masked: 'flag' })('opencv', 'm');
    expect(cloud).toMatchObject({ count: width * height - 2, hasMaskReasons: true });
    const reasons = Array.from(cloud.batches(), (batch) => [...batch.maskReasons!.subarray(0, batch.count)]).flat();
    expect(reasons.flatMap((bits, i) => (bits === 0 ? [] : [[i, bits]]))).toEqual([[5, MaskReason.edge]]);
    expect(positionsOf(cloud).every(Number.isFinite)).toBe(true);
    expect(clouds({})('opencv', 'm')).toMatchObject({ count: width * height - 3, hasMaskReasons: false });
  });

  it('leaves out normals and confidence', () => {
    expect(clouds({ normals: false })('opencv', 'm')).toMatchObject({ hasNormals: false, hasConfidence: true });
    expect(clouds({ confidence: false })('opencv', 'm')).toMatchObject({ hasNormals: true, hasConfidence: false });
  });
});
