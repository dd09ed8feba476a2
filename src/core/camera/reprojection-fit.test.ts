import { describe, expect, it } from 'vitest';
import { fitReprojection, type ReprojectionFit, type ReprojectionSamples } from './reprojection-fit';

/** Samples of points with y = 0, seen at pixels with v = 0. */
function samplesAlongX(points: readonly { x: number; z: number; u: number }[]): ReprojectionSamples {
  return {
    z: Float64Array.from(points, ({ z }) => z),
    radiusSquared: Float64Array.from(points, ({ x }) => x * x),
    radiusDotPixel: Float64Array.from(points, ({ x, u }) => x * u),
    pixelSquaredSum: points.reduce((sum, { u }) => sum + u * u, 0),
  };
}

/** 3 · x / (z + 1) = u for each. */
const exact = samplesAlongX([
  { x: 2, z: 1, u: 3 },
  { x: -4, z: 2, u: -4 },
  { x: 1, z: 0.5, u: 2 },
]);

function fitted(...request: Parameters<typeof fitReprojection>): Extract<ReprojectionFit, { kind: 'fitted' }> {
  const fit = fitReprojection(...request);
  if (fit.kind !== 'fitted') throw new Error(fit.kind);
  return fit;
}

describe('fitReprojection', () => {
  it('finds focal and shift together', () => {
    const { shift, focal } = fitted(exact, 0, undefined);
    expect(shift).toBeCloseTo(1, 6);
    expect(focal).toBeCloseTo(3, 6);
  });

  it('finds the shift for a known focal', () => {
    const { shift, focal } = fitted(exact, 0, 3);
    expect(shift).toBeCloseTo(1, 6);
    expect(focal).toBe(3);
  });

  it('returns the squared error that is left', () => {
    // One point seen at two pixels, each a unit away from where it projects: 1 / (1 + 1).
    const torn = samplesAlongX([
      { x: 1, z: 1, u: 1.5 },
      { x: 1, z: 1, u: -0.5 },
    ]);
    const { shift, squaredErrorSum } = fitted(torn, 0, 1);
    expect(shift).toBeCloseTo(1, 6);
    expect(squaredErrorSum).toBeCloseTo(2, 9);
  });

  const sameDepth = samplesAlongX([
    { x: 2, z: 1, u: 2 },
    { x: -3, z: 1, u: -3 },
  ]);

  it('says so where one shift is as good as another', () => {
    expect(fitReprojection(sameDepth, 0, undefined)).toEqual({ kind: 'undetermined' });
    expect(fitted(sameDepth, 0, 1).shift).toBeCloseTo(0, 6);
  });

  it('leaves a start without curvature', () => {
    // The error is 13 · (1 − 1 / (1 + s))², whose second derivative is 0 at s = ½.
    expect(fitted(sameDepth, 0.5, 1).shift).toBeCloseTo(0, 6);
  });

  it('says so where the error is flat about the start', () => {
    expect(fitReprojection(exact, -1, undefined)).toEqual({ kind: 'undetermined' });
    expect(fitReprojection(exact, 1e200, undefined)).toEqual({ kind: 'undetermined' });
  });

  it('gives up after a bounded number of steps', () => {
    expect(fitReprojection(exact, 2 ** 48, 3)).toEqual({ kind: 'notConverged' });
  });
});
