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
});
