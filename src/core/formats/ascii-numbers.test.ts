import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LONGEST_NUMBER_BYTES, writeFloat32, writeInteger } from './ascii-numbers';

function written(write: typeof writeFloat32, value: number): string {
  const bytes = new Uint8Array(LONGEST_NUMBER_BYTES);
  return new TextDecoder().decode(bytes.subarray(0, write(bytes, 0, value)));
}

/** The fewest significant digits that read back as this float32, by trying them all. */
function fewestDigits(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    if (Math.fround(Number(value.toPrecision(digits))) === value) return digits;
  }
  return 9;
}

function significantDigits(text: string): number {
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '');
  return (text.includes('.') ? digits : digits.replace(/0+$/, '')).length;
}

describe('writeFloat32', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [-2.5, '-2.5'],
    [0.1, '0.1'],
    [-0.05, '-0.05'],
    [16777216, '16777216'],
    [999999.9375, '999999.94'],
    [1234.5678, '1234.5677'],
    [0.0001, '0.0001'],
    [3.4028234663852886e38, '3.40282347e+38'],
    [1e-45, '1.40129846e-45'],
    [-(2 ** 69), '-590295810000000000000'],
  ])('%f', (value, expected) => {
    expect(written(writeFloat32, Math.fround(value))).toBe(expected);
  });

  test('reads back as the same float32, whatever its bits', () => {
    const float32 = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
    fc.assert(
      fc.property(float32, (value) => Math.fround(Number(written(writeFloat32, value))) === value),
      {
        numRuns: 5000,
      },
    );
  });

  test('spends no digit too many on lengths', () => {
    const lengths = fc.float({ min: Math.fround(1e-4), max: Math.fround(1e6), maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(lengths, (value) => {
        expect(significantDigits(written(writeFloat32, value))).toBeLessThanOrEqual(fewestDigits(value));
      }),
      { numRuns: 2000 },
    );
  });

  test('fills no more than the longest number', () => {
    expect(written(writeFloat32, Math.fround(-9.9e20))).toHaveLength(LONGEST_NUMBER_BYTES);
  });
});

test.each([0, 7, 10, 99, 100, 255, 2147483647])('writeInteger %d', (value) => {
  expect(written(writeInteger, value)).toBe(String(value));
});

test('writeInteger, any', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 7 }), (value, fewer) => {
      const integer = Math.floor(value / 10 ** fewer);
      expect(written(writeInteger, integer)).toBe(String(integer));
    }),
  );
});
