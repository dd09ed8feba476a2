import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pictureSize, turntableSize } from './capture-size';

const shown = { widthPx: 801, heightPx: 600 };
const side = fc.integer({ min: 1, max: 5000 });

describe('a picture', () => {
  test('is a multiple of what is shown, to the pixel', () => {
    expect(pictureSize(shown, 2, { greatestSidePx: 8192 })).toEqual({
      widthPx: 1602,
      heightPx: 1200,
      isLimited: false,
    });
  });
  test('is as large as the graphics card draws where more is asked for, and says so', () => {
    expect(pictureSize({ widthPx: 3000, heightPx: 1500 }, 4, { greatestSidePx: 8192 })).toEqual({
      widthPx: 8192,
      heightPx: 4096,
      isLimited: true,
    });
  });
  test('has no more pixels than memory holds', () => {
    const { widthPx, heightPx, isLimited } = pictureSize({ widthPx: 4000, heightPx: 4000 }, 4, {
      greatestSidePx: 16384,
    });
    expect([widthPx, heightPx, isLimited]).toEqual([8192, 8192, true]);
  });
});

describe('a turntable', () => {
  test('has the shape shown, its shorter side as asked, and even sides', () => {
    expect(turntableSize(shown, 720, { greatestSidePx: 8192 })).toEqual({
      widthPx: 962,
      heightPx: 720,
      isLimited: false,
    });
    expect(turntableSize({ widthPx: 400, heightPx: 701 }, 480, { greatestSidePx: 8192 })).toMatchObject({
      widthPx: 480,
      heightPx: 842,
    });
  });
  test('is even and within the limit for any view', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 2, max: 1080 }), fc.integer({ min: 2, max: 9000 }), (w, h, s, most) => {
        const size = turntableSize({ widthPx: w, heightPx: h }, s, { greatestSidePx: most });
        for (const px of [size.widthPx, size.heightPx]) {
          expect(px % 2).toBe(0);
          expect(px).toBeGreaterThanOrEqual(2);
          expect(px).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
