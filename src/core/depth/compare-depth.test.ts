import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centredIntrinsics } from '../camera/intrinsics';
import { pixels } from '../camera/units';
import { compareDepth } from './compare-depth';
import type { DepthMap } from './depth-map';

function depthMap(widthPx: number, heightPx: number, depth: (x: number, y: number) => number, masked: number[] = []) {
  const depthMetres = Float32Array.from({ length: widthPx * heightPx }, (_, i) =>
    depth((i % widthPx) + 0.5, Math.floor(i / widthPx) + 0.5),
  );
  const mask = new Uint8Array(depthMetres.length);
  for (const i of masked) mask[i] = 1;
  const map: DepthMap = {
    size: { widthPx, heightPx },
    intrinsics: centredIntrinsics({ widthPx, heightPx }, pixels(10)),
    depthMetres,
    mask,
    normals: undefined,
    confidence: undefined,
  };
  return map;
}

describe('compareDepth', () => {
  it('finds none between a map and itself', () => {
    const map = depthMap(8, 6, (x, y) => 1 + x + y);
    expect(compareDepth(map, map)).toMatchObject({ pixels: 48, absRel: 0, scaleRatio: 1, absRelScaled: 0 });
  });

  it('tells a common factor as the scale ratio, and nothing beside it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), (factor) => {
        const map = depthMap(8, 6, (x, y) => 1 + x + y);
        const scaled = depthMap(8, 6, (x, y) => factor * (1 + x + y));
        const { scaleRatio, absRel, absRelScaled } = compareDepth(map, scaled);
        expect(scaleRatio).toBeCloseTo(factor, 4);
        expect(absRel).toBeCloseTo(Math.abs(factor - 1), 4);
        expect(absRelScaled).toBeCloseTo(0, 5);
      }),
    );
  });

  it('takes the mean of relative differences, and the middle ratio, by hand', () => {
    const reference = depthMap(4, 1, () => 2);
    const other = depthMap(4, 1, (x) => [1, 2, 3, 5][Math.floor(x)]!);
    // Ratios 0.5, 1, 1.5, 2.5: |r − 1| = 0.5, 0, 0.5, 1.5; median 1.25.
    const { absRel, scaleRatio, absRelScaled } = compareDepth(reference, other);
    expect(absRel).toBeCloseTo(0.625, 6);
    expect(scaleRatio).toBeCloseTo(1.25, 6);
    expect(absRelScaled).toBeCloseTo((0.6 + 0.2 + 0.2 + 1) / 4, 6);
  });

  it('counts only pixels that both have', () => {
    const reference = depthMap(4, 1, () => 1, [0]);
    const other = depthMap(4, 1, (x) => (x < 2 ? 100 : 2), [1]);
    const { pixels, absRel, mask, ratio } = compareDepth(reference, other);
    expect([pixels, absRel]).toEqual([2, 1]);
    expect([...mask].map((reasons) => reasons === 0)).toEqual([false, false, true, true]);
    expect([...ratio]).toEqual([1, 1, 2, 2]);
  });

  it('says nothing where the maps have no pixel in common', () => {
    expect(
      compareDepth(
        depthMap(2, 1, () => 1, [0]),
        depthMap(2, 1, () => 1, [1]),
      ),
    ).toMatchObject({
      pixels: 0,
      absRel: undefined,
      scaleRatio: undefined,
      absRelScaled: undefined,
    });
  });

  it('invents no depth between two surfaces of a map of another grid', () => {
    const step = (width: number) => (x: number) => (x < width / 2 ? 1 : 10);
    const { ratio, absRel } = compareDepth(depthMap(16, 4, step(16)), depthMap(6, 2, step(6)));
    for (const value of ratio) expect([0.1, 1, 10].some((whole) => Math.abs(value - whole) < 1e-5)).toBe(true);
    expect(absRel).toBeCloseTo(0, 6);
  });
});
