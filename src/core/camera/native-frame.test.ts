import { describe, expect, it } from 'vitest';
import { knownNativeAspect, restoreNativeFrame, supposedNativeAspect } from './native-frame';

const picture = (widthPx: number, heightPx: number) => ({ widthPx, heightPx });

describe('restoreNativeFrame', () => {
  it('leaves an uncropped picture as it is', () => {
    expect(restoreNativeFrame(picture(4032, 3024), 4 / 3)).toEqual({ size: picture(4032, 3024), cropped: false });
  });

  it('makes a picture wider than native taller, at the same long side', () => {
    expect(restoreNativeFrame(picture(4000, 2250), 4 / 3)).toEqual({ size: picture(4000, 3000), cropped: true });
  });

  it('makes a picture narrower than native longer, at the same short side', () => {
    expect(restoreNativeFrame(picture(3200, 2400), 3 / 2)).toEqual({ size: picture(3600, 2400), cropped: true });
    expect(restoreNativeFrame(picture(3000, 3000), 4 / 3)).toEqual({ size: picture(4000, 3000), cropped: true });
  });

  it('keeps a portrait picture upright', () => {
    expect(restoreNativeFrame(picture(2250, 4000), 4 / 3)).toEqual({ size: picture(3000, 4000), cropped: true });
    expect(restoreNativeFrame(picture(2400, 3200), 3 / 2)).toEqual({ size: picture(2400, 3600), cropped: true });
  });

  it('takes 2 % off the native aspect for rounding, more for a crop', () => {
    // 3:2 of 1000 px height is 1500 px; 2 % of it are 30 px.
    expect(restoreNativeFrame(picture(1529, 1000), 3 / 2).cropped).toBe(false);
    expect(restoreNativeFrame(picture(1531, 1000), 3 / 2).cropped).toBe(true);
    expect(restoreNativeFrame(picture(1471, 1000), 3 / 2).cropped).toBe(false);
    expect(restoreNativeFrame(picture(1469, 1000), 3 / 2).cropped).toBe(true);
  });
});

describe('knownNativeAspect', () => {
  const aspectOf = (make: string, model: string, focal: { focalLengthMm?: number; focalLength35mm?: number } = {}) =>
    knownNativeAspect({ orientation: 1, make, model, ...focal });

  it.each([
    ['Apple', 'iPhone 15 Pro'],
    ['samsung', 'SM-S908B'],
    ['Google', 'Pixel 7'],
    ['HUAWEI', 'ELE-L29'],
    ['Xiaomi', '2201123G'],
    ['LGE', 'LM-G710'],
    ['HMD Global', 'Nokia 7 plus'],
    ['Sony', 'XQ-AT51'],
    ['Sony', 'G8341'],
    ['OLYMPUS IMAGING CORP.  ', 'XZ-1            '],
    ['Panasonic', 'DC-G9'],
    ['FUJIFILM', 'GFX100S'],
    ['Hasselblad', 'X2D 100C'],
    ['Phase One', 'IQ3 50MP'],
    ['Canon', 'Canon PowerShot A570 IS'],
    ['NIKON', 'COOLPIX S9900'],
    ['SONY', 'DSC-W800'],
  ])('is 4:3 for %s %s', (make, model) => {
    expect(aspectOf(make, model)).toBe(4 / 3);
  });

  it.each([
    ['Canon', 'Canon EOS R999'],
    ['Canon', 'Canon EOS 5D'],
    ['NIKON CORPORATION', 'NIKON D850'],
    ['SONY', 'NEX-3N'],
    ['SONY', 'DSC-RX100M3'],
    ['Panasonic', 'DC-S5'],
    ['Panasonic', 'DMC-FZ1000'],
    ['FUJIFILM', 'X-T30'],
    ['SAMSUNG', 'NX300'],
    ['Hasselblad', 'L1D-20c'],
  ])('is 3:2 for %s %s', (make, model) => {
    expect(aspectOf(make, model)).toBe(3 / 2);
  });

  it('knows the phones and action cameras with other sensors', () => {
    expect(aspectOf('samsung', 'SM-G920F')).toBe(16 / 9);
    expect(aspectOf('LG Electronics', 'LG-H815')).toBe(16 / 9);
    expect(aspectOf('HTC', 'HTC One_M8')).toBe(16 / 9);
    expect(aspectOf('GoPro', 'HERO11 Black')).toBe(8 / 7);
  });

  it.each([
    // mm, equivalent, crop factor: rendered sample, 1/1.2 inch, Four Thirds, one inch, APS-C, full frame, 44 × 33 mm.
    [4.04, 25, 4 / 3],
    [10, 33, 4 / 3],
    [12, 24, 4 / 3],
    [8.8, 24, 3 / 2],
    [18, 27, 3 / 2],
    [50, 50, 3 / 2],
    [63, 50, 4 / 3],
  ])('goes by the crop factor of an unknown camera: %d mm like %d mm', (focalLengthMm, focalLength35mm, aspect) => {
    expect(aspectOf('Fathom', 'Rendered', { focalLengthMm, focalLength35mm })).toBe(aspect);
  });

  it('believes the camera before the crop factor, which digital zoom inflates', () => {
    expect(aspectOf('SONY', 'DSC-RX100', { focalLengthMm: 10.4, focalLength35mm: 56 })).toBe(3 / 2);
  });

  it('knows nothing from a 35 mm-equivalent alone, or with an impossible focal length', () => {
    expect(knownNativeAspect({ orientation: 1, focalLength35mm: 26 })).toBeUndefined();
    expect(knownNativeAspect({ orientation: 1, focalLength35mm: 26, focalLengthMm: 0 })).toBeUndefined();
  });
});

describe('supposedNativeAspect', () => {
  it('takes a 4:3 or 3:2 picture as whole, any other shape as cut from 3:2', () => {
    expect(supposedNativeAspect(picture(4000, 3000))).toBe(4 / 3);
    expect(supposedNativeAspect(picture(3000, 4000))).toBe(4 / 3);
    expect(supposedNativeAspect(picture(6000, 4000))).toBe(3 / 2);
    expect(supposedNativeAspect(picture(1920, 1080))).toBe(3 / 2);
    expect(supposedNativeAspect(picture(1000, 1000))).toBe(3 / 2);
  });
});
