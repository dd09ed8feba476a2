import { describe, expect, test } from 'vitest';
import { legendTicks } from './legend-ticks';

const noMoreThan = (most: number) => (ticks: readonly number[]) => ticks.length <= most;

describe('legendTicks', () => {
  test.each([
    ['indoors, close', 0.45, 5.5, 9, [0.5, 0.7, 1, 1.5, 2, 3, 5]],
    ['indoors, wider', 0.45, 5.5, 6, [0.5, 1, 2, 5]],
    ['outdoors', 1.9, 130, 7, [2, 5, 10, 20, 50, 100]],
    ['outdoors, wider', 1.9, 130, 4, [5, 10, 50, 100]],
    ['outdoors, widest', 1.9, 130, 3, [10, 100]],
    ['close up', 0.018, 0.11, 4, [0.02, 0.05, 0.1]],
    ['a wall', 1.8, 2.25, 6, [1.8, 1.9, 2, 2.1, 2.2]],
    ['a slope', 2, 5.9, 8, [2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5]],
    ['a slope, wider', 2, 5.9, 4, [2, 3, 4, 5]],
    ['a slope, widest', 2, 5.9, 2, [2, 5]],
    ['far away', 1000, 1250, 6, [1000, 1050, 1100, 1150, 1200, 1250]],
  ])('%s', (_, nearMetres, farMetres, most, expected) => {
    expect(legendTicks({ nearMetres, farMetres }, noMoreThan(most))).toEqual(expected);
  });

  test('none where none fit', () => {
    expect(legendTicks({ nearMetres: 1, farMetres: 100 }, () => false)).toEqual([]);
    expect(legendTicks({ nearMetres: 1, farMetres: 2 }, () => false)).toEqual([]);
  });
});
