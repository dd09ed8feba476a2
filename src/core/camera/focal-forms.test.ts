import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { focalForms, focalPxOf, FULL_FRAME_WIDTH_MM } from './focal-forms';
import type { PhotoExif } from './photo-exif';
import { millimetres, pixels } from './units';

const whole = { widthPx: 4000, heightPx: 3000 };
const PHONE: PhotoExif = { orientation: 1, make: 'Apple', model: 'iPhone 12' };

describe('focalForms', () => {
  it('says a focal length in every form', () => {
    const forms = focalForms(whole, PHONE, pixels(2000), millimetres(6.4));
    // The photo is 5000 px across its diagonal; full frame 43.26662 mm.
    expect(forms.focal35mm).toBeCloseTo((2000 * 43.26662) / 5000, 4);
    expect(forms.focalMm).toBeCloseTo((2000 * 6.4) / 4000, 9);
    expect(forms.horizontal).toBeCloseTo(90, 9);
    expect(forms).toMatchObject({ focalPx: 2000, sensorWidthMm: 6.4 });
  });

  it('is undone by what it says, for whole photos and crops', () => {
    const side = fc.integer({ min: 100, max: 9000 });
    fc.assert(
      fc.property(side, side, fc.double({ min: 50, max: 50_000, noNaN: true }), (widthPx, heightPx, focal) => {
        const size = { widthPx, heightPx };
        const { focal35mm, focalMm, sensorWidthMm, horizontal } = focalForms(
          size,
          PHONE,
          pixels(focal),
          FULL_FRAME_WIDTH_MM,
        );
        const back = [
          focalPxOf(size, PHONE, { kind: '35mm', focal35mm }),
          focalPxOf(size, PHONE, { kind: 'mm', focalMm, sensorWidthMm }),
          focalPxOf(size, PHONE, { kind: 'fieldOfView', horizontal }),
        ];
        for (const focalPx of back) expect(focalPx / focal).toBeCloseTo(1, 6);
      }),
    );
  });
});
