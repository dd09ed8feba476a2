import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { centredIntrinsics } from '../camera/intrinsics';
import { pixels } from '../camera/units';
import { depthMapRows } from '../depth/depth-map';
import { MaskReason } from '../depth/depth-rows';
import { chooseMetresPerUnit, encodePng16 } from './png16';

describe('chooseMetresPerUnit', () => {
  test.each([
    [0, 0.001],
    [2.5, 0.001],
    [65.535, 0.001],
    [65.536, 0.002],
    [131.07, 0.002],
    [131.072, 0.005],
    [327.675, 0.005],
    [400, 0.01],
    [1000, 0.02],
    [60_000, 1],
    [100_000, 2],
  ])('%f m', (farthest, metresPerUnit) => {
    expect(chooseMetresPerUnit(farthest)).toBe(metresPerUnit);
  });

  test.each([Infinity, NaN])('refuses %f', (farthest) => {
    expect(() => chooseMetresPerUnit(farthest)).toThrow(RangeError);
  });

  test('clips nothing, and is no coarser than it must be', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (farthest) => {
        const value = Math.round(farthest / chooseMetresPerUnit(farthest));
        expect(value).toBeLessThanOrEqual(65535);
        if (farthest > 65.6) expect(value).toBeGreaterThanOrEqual(65535 / 2.5);
      }),
    );
  });
});

/** The values of a one-row depth map, as sharp reads them. */
async function valuesOf(depth: number[], mask: number[], metresPerUnit: number): Promise<number[]> {
  const size = { widthPx: depth.length, heightPx: 1 };
  const rows = depthMapRows({
    size,
    intrinsics: centredIntrinsics(size, pixels(100)),
    depthMetres: Float32Array.from(depth),
    mask: Uint8Array.from(mask),
    normals: undefined,
    confidence: undefined,
  });
  const png = Buffer.concat(Array.from(encodePng16(rows, metresPerUnit), (chunk) => Buffer.from(chunk)));
  const raw = await sharp(png).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
  return depth.map((_, i) => raw.readUInt16LE(2 * i));
}

test('depth is rounded to the unit, and clipped', async () => {
  const depth = [0.001, 0.0014, 0.0016, 1.2345, 65.535, 65.6, 1000];
  expect(await valuesOf(depth, [0, 0, 0, 0, 0, 0, 0], 0.001)).toEqual([1, 1, 2, 1235, 65535, 65535, 65535]);
});

test('kept depth never becomes 0, masked depth always does', async () => {
  const mask = [0, MaskReason.outOfRange, MaskReason.sky, MaskReason.edge];
  expect(await valuesOf([0.0001, 3, 3, 3], mask, 0.001)).toEqual([1, 0, 0, 0]);
});

test('a coarser unit', async () => {
  expect(await valuesOf([120, 0.006], [0, 0], 0.005)).toEqual([24000, 1]);
});
