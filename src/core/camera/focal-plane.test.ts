import { describe, expect, it } from 'vitest';
import { readFocalPlane } from './focal-plane';
import type { PhotoExif } from './photo-exif';

const stored = { widthPx: 4000, heightPx: 3000 };

/** 2540 pixels an inch are 100 pixels a millimetre: 4000 × 3000 pixels on 40 × 30 mm. */
const exif: PhotoExif = { orientation: 1, focalPlaneXResolution: 2540, focalPlaneYResolution: 2540 };

describe('readFocalPlane', () => {
  it('takes the resolution by the inch unless EXIF says otherwise', () => {
    expect(readFocalPlane(stored, exif)?.pixelsPerMmX).toBeCloseTo(100, 9);
    expect(readFocalPlane(stored, { ...exif, focalPlaneUnitMm: 25.4 })?.pixelsPerMmX).toBeCloseTo(100, 9);
    const centimetres = { ...exif, focalPlaneXResolution: 1000, focalPlaneYResolution: 1000, focalPlaneUnitMm: 10 };
    expect(readFocalPlane(stored, centimetres)?.pixelsPerMmX).toBeCloseTo(100, 9);
  });

  it('keeps x and y apart, and uses x for both where y is missing', () => {
    const plane = readFocalPlane(stored, { ...exif, focalPlaneYResolution: 2667 });
    expect(plane?.pixelsPerMmX).toBeCloseTo(100, 9);
    expect(plane?.pixelsPerMmY).toBeCloseTo(105, 9);
    expect(readFocalPlane(stored, { orientation: 1, focalPlaneXResolution: 2540 })?.pixelsPerMmY).toBeCloseTo(100, 9);
  });

  it('is for the size the camera recorded, else for the stored size', () => {
    const small = { widthPx: 400, heightPx: 300 };
    const recorded = { ...exif, pixelXDimension: 4000, pixelYDimension: 3000 };
    expect(readFocalPlane(small, recorded)?.recorded).toEqual(stored);
    expect(readFocalPlane(stored, exif)?.recorded).toEqual(stored);
    expect(readFocalPlane(stored, { ...exif, pixelXDimension: 0, pixelYDimension: 3000 })?.recorded).toEqual(stored);
  });

  it('turns with pixels that a program turned upright', () => {
    const turned = { ...exif, focalPlaneYResolution: 2667, pixelXDimension: 4000, pixelYDimension: 3000 };
    const plane = readFocalPlane({ widthPx: 3000, heightPx: 4000 }, turned);
    expect(plane?.pixelsPerMmX).toBeCloseTo(105, 9);
    expect(plane?.pixelsPerMmY).toBeCloseTo(100, 9);
    expect(plane?.recorded).toEqual({ widthPx: 3000, heightPx: 4000 });
  });

  it.each([
    ['zero', 0],
    ['negative', -2540],
    ['not a number', NaN],
    ['infinite', Infinity],
    ['of a sensor 80 mm wide', 1270],
    ['of a sensor 1 mm wide', 101600],
  ])('does not believe a resolution that is %s', (_, resolution) => {
    const both = { ...exif, focalPlaneXResolution: resolution, focalPlaneYResolution: resolution };
    expect(readFocalPlane(stored, both)).toBeUndefined();
  });

  it('does not believe resolutions far from square, nor an impossible unit', () => {
    expect(readFocalPlane(stored, { ...exif, focalPlaneYResolution: 1270 })).toBeUndefined();
    expect(readFocalPlane(stored, { ...exif, focalPlaneUnitMm: 0 })).toBeUndefined();
  });

  it('does not believe a sensor that is not the one of the camera', () => {
    // As a Canon EOS 6D Mark II writes it: 6240 px / 6673.8 px an inch × 25.4 = 23.7 mm, on a 36 mm sensor.
    const wrong = { orientation: 1, focalPlaneXResolution: 6673.8, focalPlaneYResolution: 6720.52 } as const;
    const size = { widthPx: 6240, heightPx: 4160 };
    expect(readFocalPlane(size, wrong)).toBeDefined();
    expect(readFocalPlane(size, { ...wrong, make: 'Canon', model: 'Canon EOS 6D Mark II' })).toBeUndefined();
  });

  it('is absent where EXIF is silent', () => {
    expect(readFocalPlane(stored, { orientation: 1 })).toBeUndefined();
  });
});
