import { describe, expect, it } from 'vitest';
import { projectionOf } from './projection';

const photo = { widthPx: 4000, heightPx: 3000 };
const sphere = { widthPx: 5376, heightPx: 2688 };

describe('projectionOf', () => {
  it.each([
    ['an attribute', '<rdf:Description GPano:ProjectionType="equirectangular"/>'],
    ['an element', '<GPano:ProjectionType>equirectangular</GPano:ProjectionType>'],
    ['a cylinder', "<rdf:Description GPano:ProjectionType = 'cylindrical'/>"],
  ])('knows a panorama by its XMP: %s', (_, xmp) => {
    expect(projectionOf(photo, {}, xmp)).toBe('panorama');
  });

  it('takes a large picture of exactly 2:1 without a focal length for a sphere', () => {
    expect(projectionOf(sphere, {}, undefined)).toBe('panorama');
    expect(projectionOf({ ...sphere, widthPx: 5375 }, {}, undefined)).toBe('perspective');
    expect(projectionOf({ widthPx: 1024, heightPx: 512 }, {}, undefined)).toBe('perspective');
  });

  it('leaves alone the 2:1 crop of a phone, which says its focal length', () => {
    expect(projectionOf(sphere, { focalLength35mm: 26 }, undefined)).toBe('perspective');
    expect(projectionOf(sphere, { focalLengthMm: 4.2 }, '<x:xmpmeta/>')).toBe('perspective');
  });

  it.each(['EF8-15mm f/4L FISHEYE USM', 'AF Fish-Eye 16mm', 'Samyang 8mm Fish Eye'])(
    'knows a fisheye by its name: %s',
    (lensModel) => {
      expect(projectionOf(photo, { lensModel, focalLengthMm: 15 }, undefined)).toBe('fisheye');
    },
  );
});
