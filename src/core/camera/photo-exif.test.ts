import { expect, it } from 'vitest';
import { swapsSides } from './photo-exif';

it('orientations 5 to 8 turn a picture on its side, 1 to 4 do not', () => {
  expect(([1, 2, 3, 4, 5, 6, 7, 8] as const).map(swapsSides)).toEqual([
    ...[false, false, false, false],
    ...[true, true, true, true],
  ]);
});
