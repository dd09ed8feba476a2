import { describe, expect, it } from 'vitest';
import { type AffinePoints, depthFromAffinePoints } from './affine-points';

/** One row of points with the given z; their x and y do not matter. */
const row = (z: readonly number[], valid?: readonly number[]): AffinePoints => ({
  size: { widthPx: z.length, heightPx: 1 },
  xyz: Float32Array.from(z.flatMap((value) => [7, -7, value])),
  valid: valid && Uint8Array.from(valid),
});

describe('depthFromAffinePoints', () => {
  it('shifts z, then scales it to metres', () => {
    const { depthMetres, valid } = depthFromAffinePoints(row([1, 2.5, -0.25]), 0.5, 4);
    expect([...depthMetres]).toEqual([6, 12, 1]);
    expect([...valid]).toEqual([1, 1, 1]);
  });

  it('leaves no depth at or behind the camera', () => {
    const { depthMetres, valid } = depthFromAffinePoints(row([1, 2, 3]), -2, 1);
    expect([...depthMetres]).toEqual([0, 0, 1]);
    expect([...valid]).toEqual([0, 0, 1]);
  });

  it('leaves no depth where the mask has none, whatever the point', () => {
    const { depthMetres, valid } = depthFromAffinePoints(row([1, NaN, Infinity, 4], [1, 0, 0, 255]), 0, 1);
    expect([...depthMetres]).toEqual([1, 0, 0, 4]);
    expect([...valid]).toEqual([1, 0, 0, 1]);
  });

  it.each([NaN, Infinity, 0, -1, 1e39])('keeps no pixel under a metric scale of %d', (metricScale) => {
    const { depthMetres, valid } = depthFromAffinePoints(row([1, 2]), 0, metricScale);
    expect([...depthMetres]).toEqual([0, 0]);
    expect([...valid]).toEqual([0, 0]);
  });
});
