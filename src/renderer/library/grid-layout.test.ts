import { describe, expect, it } from 'vitest';
import { GRID_GAP_PX, gridLayout, LEAST_CELL_WIDTH_PX } from './grid-layout';

describe('gridLayout', () => {
  it.each([300, 668, 900, 1920])('fills %i px without running over', (widthPx) => {
    const { columns, cellWidthPx } = gridLayout(widthPx);
    const used = GRID_GAP_PX + columns * (cellWidthPx + GRID_GAP_PX);
    expect(used).toBeLessThanOrEqual(widthPx);
    expect(widthPx - used).toBeLessThan(columns);
    expect(cellWidthPx).toBeGreaterThanOrEqual(LEAST_CELL_WIDTH_PX);
  });

  it('keeps one column in the narrowest window', () => {
    expect(gridLayout(0).columns).toBe(1);
  });
});
