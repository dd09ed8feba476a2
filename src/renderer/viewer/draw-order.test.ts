import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawnPixel, drawOrderOf, verticesFor } from './draw-order';

const side = fc.integer({ min: 1, max: 150 });

function drawnPixels(widthPx: number, heightPx: number, vertices?: number): number[] {
  const order = drawOrderOf({ widthPx, heightPx });
  const pixels: number[] = [];
  for (let vertex = 0; vertex < (vertices ?? order.vertices); vertex++) {
    const pixel = drawnPixel(order, vertex);
    if (pixel) pixels.push(pixel.row * widthPx + pixel.column);
  }
  return pixels;
}

test('every pixel of a grid is drawn once, whatever its size', () => {
  fc.assert(
    fc.property(side, side, (widthPx, heightPx) => {
      const pixels = drawnPixels(widthPx, heightPx).sort((a, b) => a - b);
      expect(pixels).toEqual(Array.from({ length: widthPx * heightPx }, (_, i) => i));
    }),
    { numRuns: 40 },
  );
});

test.each([0.01, 0.05, 1 / 16, 0.15, 0.25, 0.6, 0.9])('a share of %d is spread evenly over the grid', (share) => {
  const [widthPx, heightPx, tiles] = [1184, 888, 6];
  const order = drawOrderOf({ widthPx, heightPx });
  const drawn = drawnPixels(widthPx, heightPx, verticesFor(order, share * widthPx * heightPx));
  expect(drawn.length / (widthPx * heightPx)).toBeCloseTo(share, 2);
  const counts = new Array<number>(tiles * tiles).fill(0);
  for (const pixel of drawn) {
    const column = Math.floor(((pixel % widthPx) * tiles) / widthPx);
    const row = Math.floor((Math.floor(pixel / widthPx) * tiles) / heightPx);
    counts[row * tiles + column]!++;
  }
  const mean = drawn.length / counts.length;
  expect(Math.max(...counts) / mean).toBeLessThan(1.35);
  expect(Math.min(...counts) / mean).toBeGreaterThan(0.65);
});

test('all vertices are drawn for as many points as there are, and at least a run for any', () => {
  const order = drawOrderOf({ widthPx: 641, heightPx: 479 });
  expect(verticesFor(order, 641 * 479)).toBe(order.vertices);
  expect(verticesFor(order, Infinity)).toBe(order.vertices);
  expect(verticesFor(order, 1)).toBe(128);
});
