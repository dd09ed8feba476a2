import { describe, expect, test } from 'vitest';
import { drawText, textWidthPx } from './legend-font';
import { filledRaster, type RgbRaster } from './rgb-raster';

const BLACK = [0, 0, 0] as const;
const WHITE = [255, 255, 255] as const;

function drawn(text: string, digitHeightPx: number): RgbRaster {
  const margin = 10;
  const widthPx = Math.ceil(textWidthPx(text, digitHeightPx)) + 2 * margin;
  const raster = filledRaster(widthPx, digitHeightPx + 2 * margin, BLACK);
  drawText(raster, margin, margin, text, digitHeightPx, WHITE);
  return raster;
}

/** The least box that holds every pixel with ink. */
function inkBox({ rgb, widthPx }: RgbRaster) {
  const inked = Array.from({ length: rgb.length / 3 }, (_, i) => i).filter((i) => rgb[3 * i]! > 0);
  const columns = inked.map((i) => i % widthPx);
  const rows = inked.map((i) => Math.floor(i / widthPx));
  return {
    left: Math.min(...columns),
    right: Math.max(...columns) + 1,
    top: Math.min(...rows),
    bottom: Math.max(...rows) + 1,
  };
}

describe('drawText', () => {
  test.each(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])('%s is as tall as a digit', (digit) => {
    const { top, bottom } = inkBox(drawn(digit, 20));
    expect(Math.abs(top - 10)).toBeLessThanOrEqual(2);
    expect(Math.abs(bottom - 30)).toBeLessThanOrEqual(2);
  });

  test.each(['0.05 m', '20 m', '368 m'])('"%s" is as wide as it says', (text) => {
    const { left, right } = inkBox(drawn(text, 20));
    expect(Math.abs(left - 10)).toBeLessThanOrEqual(3);
    expect(Math.abs(right - 10 - textWidthPx(text, 20))).toBeLessThanOrEqual(3);
  });

  test('every glyph looks different', () => {
    const pictures = Array.from('0123456789m.', (glyph) => Buffer.from(drawn(glyph, 20).rgb).toString('hex'));
    expect(new Set(pictures).size).toBe(12);
  });

  test('edges are smooth', () => {
    const { rgb } = drawn('8', 20);
    expect(rgb.includes(255)).toBe(true);
    expect(new Set(rgb).size).toBeGreaterThan(20);
  });

  test('refuses what it cannot draw', () => {
    expect(() => textWidthPx('5 km', 20)).toThrow(/"k"/);
  });
});
