import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bfloat16Bits, float16Bits, float32BitsOfFloat16 } from './half-float';

const bitsOf = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;
const valueOf = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0]!;

/** By IEEE 754's own words: the multiple of the step at that magnitude that is nearest, an even one of two. */
function nearestFloat16(value: number): number {
  const magnitude = Math.abs(value);
  const step = 2 ** Math.max(Math.floor(Math.log2(magnitude)) - 10, -24);
  const steps = magnitude / step;
  const floor = Math.floor(steps);
  const nearest = steps - floor === 0.5 ? floor + (floor % 2) : Math.round(steps);
  return Math.sign(value) * (nearest * step > 65504 ? Infinity : nearest * step);
}

describe('float16', () => {
  it('comes back unchanged from float32, each of its numbers', () => {
    for (let half = 0; half < 0x10000; half++) {
      const isNaNHalf = (half & 0x7fff) > 0x7c00;
      const back = float16Bits(float32BitsOfFloat16(half));
      expect(isNaNHalf ? (back & 0x7fff) > 0x7c00 : back === half).toBe(true);
    }
  });

  it('is the nearest to a float32, of two the even one', () => {
    const exponents = fc.integer({ min: -27, max: 17 });
    const fractions = fc.oneof(
      fc.integer({ min: 0, max: 0x7fffff }),
      fc.integer({ min: 0, max: 0x7ff }).map((n) => n << 12),
    );
    fc.assert(
      fc.property(exponents, fractions, fc.boolean(), (exponent, fraction, isNegative) => {
        const value = (isNegative ? -1 : 1) * 2 ** exponent * (1 + fraction / 0x800000);
        expect(valueOf(float32BitsOfFloat16(float16Bits(bitsOf(value))))).toBe(nearestFloat16(value));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [2 ** -24, 1],
    [2 ** -25, 0],
    [-0, 0x8000],
    [Infinity, 0x7c00],
    [2 ** -14 - 2 ** -26, 0x0400],
  ])('writes %d as %i', (value, bits) => {
    expect(float16Bits(bitsOf(value))).toBe(bits);
  });
});

describe('bfloat16', () => {
  it.each([
    [1, 0x3f80],
    // Half way between 1 and the next: the even one, which is 1; a little more goes up.
    [1 + 2 ** -8, 0x3f80],
    [1 + 2 ** -8 + 2 ** -20, 0x3f81],
    [1 + 3 * 2 ** -8, 0x3f82],
    [3.4e38, 0x7f80],
    [-3, 0xc040],
  ])('writes %d as %i', (value, bits) => {
    expect(bfloat16Bits(bitsOf(value))).toBe(bits);
  });

  it('keeps what is no number', () => {
    expect(bfloat16Bits(0x7f800001) & 0x7fff).toBeGreaterThan(0x7f80);
    expect(float16Bits(0xff800001) & 0x7fff).toBeGreaterThan(0x7c00);
  });
});
