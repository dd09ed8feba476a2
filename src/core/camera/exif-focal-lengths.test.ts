import { describe, expect, it } from 'vitest';
import { exifFocalLengths } from './exif-focal-lengths';

describe('exifFocalLengths', () => {
  it('passes on what lenses have', () => {
    expect(exifFocalLengths({ orientation: 1, focalLengthMm: 4.2, focalLength35mm: 26 })).toEqual({
      focalMm: 4.2,
      focal35mm: 26,
      someIgnored: false,
    });
  });

  it('finds nothing to ignore where EXIF says nothing', () => {
    expect(exifFocalLengths({ orientation: 1 })).toEqual({
      focalMm: undefined,
      focal35mm: undefined,
      someIgnored: false,
    });
  });

  it.each([0, -26, NaN, Infinity, 3.9, 5001])('ignores a 35 mm-equivalent of %d mm and keeps the other', (value) => {
    expect(exifFocalLengths({ orientation: 1, focalLengthMm: 4.2, focalLength35mm: value })).toEqual({
      focalMm: 4.2,
      focal35mm: undefined,
      someIgnored: true,
    });
  });

  it.each([0, -4.2, NaN, Infinity, 0.49, 3001])('ignores a focal length of %d mm and keeps the other', (value) => {
    expect(exifFocalLengths({ orientation: 1, focalLengthMm: value, focalLength35mm: 26 })).toEqual({
      focalMm: undefined,
      focal35mm: 26,
      someIgnored: true,
    });
  });

  it.each([
    [0.5, 4],
    [3000, 5000],
  ])('keeps the bounds themselves: %d mm, %d mm equivalent', (focalLengthMm, focalLength35mm) => {
    expect(exifFocalLengths({ orientation: 1, focalLengthMm, focalLength35mm }).someIgnored).toBe(false);
  });
});
