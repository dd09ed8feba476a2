import { expect, it } from 'vitest';
import { focalFrom35mm, focalOnDiagonal } from './diagonal-rule';
import { millimetres } from './units';

it('gives a full-frame picture of 36 × 24 hundred pixels 100 pixels a millimetre', () => {
  expect(focalFrom35mm({ widthPx: 3600, heightPx: 2400 }, millimetres(50))).toBeCloseTo(5000, 9);
});

it('goes by the diagonal, not the width, on 4:3', () => {
  // √(4000² + 3000²) = 5000 px; √(36² + 24²) = 43.2666 mm; 26 × 5000 / 43.2666 = 3004.626. By width: 2888.9.
  expect(focalFrom35mm({ widthPx: 4000, heightPx: 3000 }, millimetres(26))).toBeCloseTo(3004.626, 2);
});

it('spreads the sensor diagonal over the picture diagonal', () => {
  // 6 × 8 mm has a diagonal of 10 mm; 5000 px over it are 500 px/mm.
  expect(focalOnDiagonal({ widthPx: 3000, heightPx: 4000 }, millimetres(4), 10)).toBeCloseTo(2000, 9);
});
