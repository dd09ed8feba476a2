import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COLOUR_TABLES } from './colour-map';
import { drawLegend, LEAST_LEGEND_WIDTH_PX, STRIP_COLOUR } from './legend';
import type { RgbRaster } from './rgb-raster';

function pixel({ rgb, widthPx }: RgbRaster, x: number, y: number): number[] {
  return Array.from(rgb.subarray(3 * (y * widthPx + x), 3 * (y * widthPx + x) + 3));
}

/** The columns that hold anything but background between two rows. */
function inkedColumns({ rgb, widthPx }: RgbRaster, topPx: number, bottomPx: number): number[] {
  const columns: number[] = [];
  for (let x = 0; x < widthPx; x++) {
    let y = topPx;
    while (y < bottomPx && rgb[3 * (y * widthPx + x)] === STRIP_COLOUR[0]) y++;
    if (y < bottomPx) columns.push(x);
  }
  return columns;
}

const tickColumns = (strip: RgbRaster) => inkedColumns(strip, 40, 44);
const labelColumns = (strip: RgbRaster) => inkedColumns(strip, 48, strip.heightPx);

/** Runs of inked columns; letters of one label stand closer together than 20 px. */
function labelRuns(columns: readonly number[]): { left: number; right: number }[] {
  const runs: { left: number; right: number }[] = [];
  for (const x of columns) {
    const last = runs.at(-1);
    if (last && x - last.right < 20) last.right = x;
    else runs.push({ left: x, right: x });
  }
  return runs;
}

describe('drawLegend', () => {
  test('near stands left, far right', () => {
    const strip = drawLegend(1024, { nearMetres: 1, farMetres: 10 }, COLOUR_TABLES.grey);
    expect(pixel(strip, 40, 30)).toEqual([255, 255, 255]);
    expect(pixel(strip, 983, 30)).toEqual([0, 0, 0]);
  });

  test('ticks stand at the logarithm of their depth', () => {
    // A bar of 1000 px for one decade; 0.5 m to 5 m has room for ticks at 0.5, 0.7, 1, 1.5, 2, 3 and 5.
    const ticks = tickColumns(drawLegend(1080, { nearMetres: 0.5, farMetres: 5 }, COLOUR_TABLES.turbo));
    const expected = [0.5, 0.7, 1, 1.5, 2, 3, 5].map((depth) => 40 + 1000 * Math.log10(depth / 0.5));
    expect(ticks).toHaveLength(expected.length);
    for (const [i, x] of expected.entries()) expect(Math.abs(ticks[i]! - x)).toBeLessThanOrEqual(1);
  });

  test('every tick has its label below it; labels neither touch nor leave the strip', () => {
    const scales = fc.record({
      nearMetres: fc.double({ min: 0.1, max: 50, noNaN: true }),
      ratio: fc.double({ min: 1.25, max: 1000, noNaN: true }),
      widthPx: fc.integer({ min: LEAST_LEGEND_WIDTH_PX, max: 1024 }),
    });
    fc.assert(
      fc.property(scales, ({ nearMetres, ratio, widthPx }) => {
        const strip = drawLegend(widthPx, { nearMetres, farMetres: nearMetres * ratio }, COLOUR_TABLES.viridis);
        const ticks = tickColumns(strip);
        const labels = labelRuns(labelColumns(strip));
        expect(ticks.length).toBeGreaterThanOrEqual(widthPx < 700 ? 1 : 2);
        expect(labels).toHaveLength(ticks.length);
        for (const [i, { left, right }] of labels.entries()) {
          expect(Math.abs((left + right) / 2 - ticks[i]!)).toBeLessThan(25);
          expect(left).toBeGreaterThan(4);
          expect(right).toBeLessThan(widthPx - 5);
        }
      }),
      { numRuns: 40 },
    );
  });
});
