import { describe, expect, it } from 'vitest';
import { cameraFromRequest } from './camera-from-request';
import type { PhotoExif } from './photo-exif';
import { degrees, millimetres, pixels } from './units';

const PHONE: PhotoExif = { orientation: 1, make: 'Apple', model: 'iPhone 12' };
const full = { widthPx: 4000, heightPx: 3000 };
const wide = { widthPx: 4000, heightPx: 2250 };
const square = { widthPx: 3000, heightPx: 3000 };
const portrait = { widthPx: 3000, heightPx: 4000 };

describe('cameraFromRequest', () => {
  it('takes pixels as they are, about the middle of the photo', () => {
    expect(cameraFromRequest(wide, PHONE, { kind: 'px', focalPx: pixels(1234.5) })).toEqual({
      intrinsics: { fxPx: 1234.5, fyPx: 1234.5, cxPx: 2000, cyPx: 1125 },
      origin: 'typed',
      trust: 'exact',
      assumptions: [],
    });
  });

  it('takes full intrinsics as they are', () => {
    const intrinsics = { fxPx: pixels(1000), fyPx: pixels(1010), cxPx: pixels(1900), cyPx: pixels(1555.5) };
    expect(cameraFromRequest(full, undefined, { kind: 'intrinsics', intrinsics })).toEqual({
      intrinsics,
      origin: 'typed',
      trust: 'exact',
      assumptions: [],
    });
  });

  it('spreads a field of view over the width of the oriented photo', () => {
    // Half of 90° has a tangent of 1: half the width.
    const request = { kind: 'fieldOfView', horizontal: degrees(90) } as const;
    const camera = cameraFromRequest(wide, PHONE, request);
    expect(camera.intrinsics.fxPx).toBeCloseTo(2000, 9);
    expect(camera).toMatchObject({ origin: 'typed', trust: 'exact', assumptions: [] });
    expect(cameraFromRequest(portrait, PHONE, request).intrinsics.fxPx).toBeCloseTo(1500, 9);
  });

  describe('a 35 mm-equivalent', () => {
    const request = { kind: '35mm', focal35mm: millimetres(26) } as const;

    it('is of the native frame where EXIF names the camera', () => {
      // 26 × 5000 / 43.26662 = 3004.626, for the whole frame and its crops alike.
      const whole = cameraFromRequest(full, PHONE, request);
      expect(whole.intrinsics.fxPx).toBeCloseTo(3004.626, 2);
      expect(whole).toMatchObject({ origin: 'typed', trust: 'good', assumptions: [] });
      for (const size of [wide, square]) {
        const cropped = cameraFromRequest(size, PHONE, request);
        expect(cropped.intrinsics.fxPx).toBeCloseTo(3004.626, 2);
        expect(cropped).toMatchObject({ origin: 'typed', trust: 'rough', assumptions: ['croppedFromNativeFrame'] });
      }
    });

    it('is of the picture itself where no camera is named', () => {
      // √(4000² + 2250²) = 4589.390; 26 × 4589.390 / 43.26662 = 2757.880
      for (const exif of [undefined, { orientation: 1 } as const]) {
        const camera = cameraFromRequest(wide, exif, request);
        expect(camera.intrinsics.fxPx).toBeCloseTo(2757.88, 2);
        expect(camera).toMatchObject({ trust: 'good', assumptions: [] });
      }
    });
  });

  describe('millimetres with a sensor width', () => {
    const request = { kind: 'mm', focalMm: millimetres(4), sensorWidthMm: millimetres(8) } as const;

    it('lay the sensor width along the longer side', () => {
      // 4 / 8 × 4000 = 2000
      expect(cameraFromRequest(full, undefined, request).intrinsics.fxPx).toBeCloseTo(2000, 9);
      expect(cameraFromRequest(portrait, undefined, request).intrinsics.fxPx).toBeCloseTo(2000, 9);
      expect(cameraFromRequest(full, undefined, request)).toMatchObject({ origin: 'typed', trust: 'good' });
    });

    it('lay it along the native frame where EXIF names the camera', () => {
      // The square is cut from 4000 × 3000.
      const camera = cameraFromRequest(square, PHONE, request);
      expect(camera.intrinsics.fxPx).toBeCloseTo(2000, 9);
      expect(camera).toMatchObject({ trust: 'rough', assumptions: ['croppedFromNativeFrame'] });
      // Without a camera the square counts as whole: 4 / 8 × 3000 = 1500.
      expect(cameraFromRequest(square, undefined, request).intrinsics.fxPx).toBeCloseTo(1500, 9);
    });
  });
});
