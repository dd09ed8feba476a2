import { describe, expect, it } from 'vitest';
import { gridPixelAt } from './grid-pixel-at';

const element = { left: 10, top: 20, width: 200, height: 100 };
const size = { widthPx: 400, heightPx: 300 };

describe('gridPixelAt', () => {
  it.each([
    [10, 20, 0, 0],
    [110, 70, 200, 150],
    [209.9, 119.9, 399, 299],
    [9, 20, -2, 0],
    [210, 20, 400, 0],
  ])('%d, %d is pixel %i, %i', (clientX, clientY, column, row) => {
    expect(gridPixelAt({ clientX, clientY }, element, size)).toEqual({ column, row });
  });
});
