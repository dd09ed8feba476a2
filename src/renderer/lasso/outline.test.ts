import { expect, it } from 'vitest';
import { MOST_CORNERS, type ViewPlace } from '../../core/cloud/lasso';
import { outlineOf } from './outline';

it('keeps the corners of a small outline, rounded', () => {
  const drawn: ViewPlace[] = [[0, 0], [0.1234567, 0], [0, -1]]; // prettier-ignore
  expect(outlineOf(drawn)).toEqual([[0, 0], [0.12346, 0], [0, -1]]); // prettier-ignore
});

it('thins a long one evenly', () => {
  const drawn = Array.from({ length: 3 * MOST_CORNERS }, (_, i): ViewPlace => [i / 1000, 0]);
  const outline = outlineOf(drawn);
  expect(outline).toHaveLength(MOST_CORNERS);
  expect(outline.slice(0, 3)).toEqual([[0, 0], [0.003, 0], [0.006, 0]]); // prettier-ignore
});
