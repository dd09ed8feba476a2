import { describe, expect, it } from 'vitest';
import { findPredictionFault } from './prediction';

function faultOf(...depth: number[]) {
  return findPredictionFault({ size: { widthPx: depth.length, heightPx: 1 }, depth: Float32Array.from(depth) });
}

describe('findPredictionFault', () => {
  it('finds nothing wrong with depths that differ, if only in the last bit', () => {
    expect(faultOf(1, 2, 3)).toBeUndefined();
    expect(faultOf(1, 1, 1 + 2 ** -23)).toBeUndefined();
    expect(faultOf(1 + 2 ** -23, 1, 1)).toBeUndefined();
    expect(faultOf(-1, 0)).toBeUndefined();
  });

  it.each([NaN, Infinity, -Infinity])('finds %s, wherever it is', (value) => {
    expect(faultOf(value, 1, 2)).toBe('nonFinite');
    expect(faultOf(1, value, 2)).toBe('nonFinite');
    expect(faultOf(1, 2, value)).toBe('nonFinite');
    expect(faultOf(1, 1, value)).toBe('nonFinite');
    expect(faultOf(value, value)).toBe('nonFinite');
  });

  it('finds the same depth everywhere', () => {
    expect(faultOf(0, 0, 0)).toBe('constant');
    expect(faultOf(7.5, 7.5)).toBe('constant');
  });

  it('asks nothing of a single pixel but a number', () => {
    expect(faultOf(3)).toBeUndefined();
    expect(faultOf(NaN)).toBe('nonFinite');
  });

  it('looks at points as at depth', () => {
    const pointsFault = (points: number[], metricScale: number) =>
      findPredictionFault({ size: { widthPx: 2, heightPx: 1 }, points: Float32Array.from(points), metricScale });
    expect(pointsFault([0, 0, 1, 0, 0, 2], 3)).toBeUndefined();
    expect(pointsFault([0, 0, 1, 0, NaN, 2], 3)).toBe('nonFinite');
    expect(pointsFault([1, 1, 1, 1, 1, 1], 3)).toBe('constant');
  });

  it.each([NaN, Infinity, 0, -1])('takes %s for no scale and no focal length', (scalar) => {
    const size = { widthPx: 2, heightPx: 1 };
    expect(findPredictionFault({ size, points: Float32Array.of(0, 0, 1, 0, 0, 2), metricScale: scalar })).toBe(
      'nonFinite',
    );
    expect(findPredictionFault({ size, depth: Float32Array.of(1, 2), focalPx: scalar })).toBe('nonFinite');
  });
});
