import { describe, expect, it } from 'vitest';
import type { PhotoExif } from './photo-exif';
import { resolveCamera } from './resolve-camera';
import { pixels } from './units';

const size = { widthPx: 4000, heightPx: 3000 };
const typed = { kind: 'px', focalPx: pixels(1111) } as const;
const onlyMm: PhotoExif = { orientation: 1, make: 'OLYMPUS CORPORATION', model: 'E-M5MarkII', focalLengthMm: 12 };
const both: PhotoExif = { ...onlyMm, focalLength35mm: 24 };
const nothing: PhotoExif = { orientation: 1 };

describe('resolveCamera', () => {
  it('takes what a person typed, then EXIF, then the model, then an assumption', () => {
    const estimate = pixels(2222);
    expect(resolveCamera({ size, exif: both }, typed, estimate).origin).toBe('typed');
    expect(resolveCamera({ size, exif: both }, undefined, estimate).origin).toBe('exif35mm');
    expect(resolveCamera({ size, exif: onlyMm }, undefined, estimate).origin).toBe('exifMm');
    expect(resolveCamera({ size, exif: nothing }, undefined, estimate).origin).toBe('model');
    expect(resolveCamera({ size, exif: undefined }, undefined, estimate).origin).toBe('model');
    expect(resolveCamera({ size, exif: nothing }, undefined).origin).toBe('assumed');
  });

  it('trusts an estimate of the model roughly', () => {
    expect(resolveCamera({ size, exif: undefined }, undefined, pixels(2222))).toEqual({
      intrinsics: { fxPx: 2222, fyPx: 2222, cxPx: 2000, cyPx: 1500 },
      origin: 'model',
      trust: 'rough',
      assumptions: [],
    });
  });

  it.each([0, -5, NaN, Infinity])('overlooks an estimate of %d pixels', (estimate) => {
    expect(resolveCamera({ size, exif: undefined }, undefined, pixels(estimate)).origin).toBe('assumed');
  });

  it('assumes 0.8 times the longer side of an unknown photo, upright or not', () => {
    const assumed = resolveCamera({ size, exif: undefined }, undefined);
    expect(assumed).toEqual({
      intrinsics: { fxPx: 3200, fyPx: 3200, cxPx: 2000, cyPx: 1500 },
      origin: 'assumed',
      trust: 'guess',
      assumptions: ['assumedFieldOfView'],
    });
    const portrait = { widthPx: 3000, heightPx: 4000 };
    expect(resolveCamera({ size: portrait, exif: undefined }, undefined).intrinsics.fxPx).toBe(3200);
  });

  it('says that it ignored an impossible focal length of EXIF, wherever the focal length then came from', () => {
    const zero: PhotoExif = { orientation: 1, focalLengthMm: 0 };
    expect(resolveCamera({ size, exif: zero }, undefined).assumptions).toEqual([
      'assumedFieldOfView',
      'exifFocalIgnored',
    ]);
    expect(resolveCamera({ size, exif: zero }, undefined, pixels(2222)).assumptions).toEqual(['exifFocalIgnored']);
    const absurd: PhotoExif = { ...both, focalLength35mm: 65535 };
    expect(resolveCamera({ size, exif: absurd }, undefined)).toMatchObject({
      origin: 'exifMm',
      assumptions: ['sensorFromTable', 'exifFocalIgnored'],
    });
    expect(resolveCamera({ size, exif: zero }, typed).assumptions).toEqual([]);
  });
});
