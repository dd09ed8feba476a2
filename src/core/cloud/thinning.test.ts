import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickStratified } from './thinning';

/** The items picked, in order. */
function picked(total: number, wanted: number): number[] {
  const pick = pickStratified(total, wanted);
  const items: number[] = [];
  for (let item = 0; item < total; item++) if (pick()) items.push(item);
  return items;
}

const amounts = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 6000 }));

it('picks exactly as many as wanted, or all there are', () => {
  fc.assert(
    fc.property(amounts, ([total, wanted]) => {
      expect(picked(total, wanted)).toHaveLength(Math.min(total, wanted));
    }),
  );
});

it('picks exactly as many of very many', () => {
  expect(picked(3_000_001, 2_000_003)).toHaveLength(2_000_003);
  expect(picked(3_000_001, 7)).toHaveLength(7);
});

it('picks the same ones every time', () => {
  fc.assert(
    fc.property(amounts, ([total, wanted]) => {
      expect(picked(total, wanted)).toEqual(picked(total, wanted));
    }),
  );
});

it('picks one of each run of equal length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 20 }), (wanted, length) => {
      expect(picked(wanted * length, wanted).map((item) => Math.floor(item / length))).toEqual(
        Array.from({ length: wanted }, (_, stratum) => stratum),
      );
    }),
  );
});

it('leaves gaps of less than two runs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }), (total, wanted) => {
      const items = [-1, ...picked(total, wanted), total];
      const gaps = items.slice(1).map((item, i) => item - items[i]!);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.ceil(total / wanted));
    }),
  );
});

describe('where a run is as long as a row of pixels', () => {
  const rows = 4096;
  const width = 64;
  const columns = picked(rows * width, rows).map((item) => item % width);

  it('spreads over all columns alike', () => {
    const counts = new Array<number>(width).fill(0);
    for (const column of columns) counts[column]!++;
    // χ² of 63 degrees of freedom: 126 is passed once in 10,000 truly random draws.
    const expected = rows / width;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(126);
  });

  it('draws no lines: a row tells nothing of the rows after it', () => {
    const centred = columns.map((column) => column - (width - 1) / 2);
    const variance = centred.reduce((sum, value) => sum + value ** 2, 0) / rows;
    for (let lag = 1; lag <= 16; lag++) {
      const covariance = centred.slice(lag).reduce((sum, value, i) => sum + value * centred[i]!, 0) / (rows - lag);
      // Four standard deviations of a correlation of 4096 random pairs.
      expect(Math.abs(covariance / variance)).toBeLessThan(4 / Math.sqrt(rows));
    }
  });
});
