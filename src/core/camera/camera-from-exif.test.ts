import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cameraFromExif } from './camera-from-exif';
import { fieldOfView, type ImageSize, type Intrinsics } from './intrinsics';
import type { PhotoExif } from './photo-exif';

const IPHONE: PhotoExif = {
  orientation: 1,
  make: 'Apple',
  model: 'iPhone 12',
  focalLengthMm: 4.2,
  focalLength35mm: 26,
};

/** As this camera writes it: 3942.5 and 3950.6 pixels an inch, a sensor of 37.1 mm instead of 36. */
const CANON: PhotoExif = {
  orientation: 1,
  make: 'Canon',
  model: 'Canon EOS 5D Mark III',
  focalLengthMm: 50,
  focalPlaneXResolution: 5760000 / 1461,
  focalPlaneYResolution: 3840000 / 972,
  focalPlaneUnitMm: 25.4,
  pixelXDimension: 5760,
  pixelYDimension: 3840,
};

const E_M1: PhotoExif = {
  orientation: 1,
  make: 'OLYMPUS IMAGING CORP.  ',
  model: 'E-M1            ',
  focalLengthMm: 7,
};

function sizeOf(widthPx: number, heightPx: number): ImageSize {
  return { widthPx, heightPx };
}

describe('the 35 mm-equivalent', () => {
  it('goes by the diagonal of an uncropped phone photo', () => {
    // 26 × √(4032² + 3024²) / √(36² + 24²) = 26 × 5040 / 43.26662 = 3028.663
    const camera = cameraFromExif(sizeOf(4032, 3024), IPHONE);
    expect(camera?.intrinsics.fxPx).toBeCloseTo(3028.663, 2);
    expect(camera?.intrinsics.fyPx).toBe(camera?.intrinsics.fxPx);
    expect(camera?.intrinsics).toMatchObject({ cxPx: 2016, cyPx: 1512 });
    expect(camera).toMatchObject({ origin: 'exif35mm', trust: 'good', assumptions: [] });
  });

  it.each([
    ['16:9', 4032, 2268],
    ['square', 3024, 3024],
    ['upright 16:9', 2268, 4032],
  ])('restores the frame of a %s crop, whose focal length stays the same', (_, widthPx, heightPx) => {
    const camera = cameraFromExif(sizeOf(widthPx, heightPx), IPHONE);
    expect(camera?.intrinsics.fxPx).toBeCloseTo(3028.663, 2);
    expect(camera?.intrinsics).toMatchObject({ cxPx: widthPx / 2, cyPx: heightPx / 2 });
    expect(camera).toMatchObject({ trust: 'rough', assumptions: ['croppedFromNativeFrame'] });
  });

  it('gives the same focal length to a photo that is turned upright', () => {
    const camera = cameraFromExif(sizeOf(3024, 4032), { ...IPHONE, orientation: 6 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(3028.663, 2);
    expect(camera?.trust).toBe('good');
  });

  it('takes the 16:10 photo of a Sony NEX-3N as a crop of 3:2', () => {
    // 1600 × 1000 comes from 1600 × 1066.67, whose 1600 pixels lie on 36 mm: 42 × 1600 / 36 = 1866.667
    const exif = { orientation: 1, make: 'SONY', model: 'NEX-3N', focalLengthMm: 28, focalLength35mm: 42 } as const;
    const camera = cameraFromExif(sizeOf(1600, 1000), { ...exif, digitalZoomRatio: 1 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(1866.667, 2);
    expect(camera).toMatchObject({ origin: 'exif35mm', trust: 'rough', assumptions: ['croppedFromNativeFrame'] });
    // 2560 pixels, the size this wallpaper is published at: 42 × 2560 / 36 = 2986.667
    expect(cameraFromExif(sizeOf(2560, 1600), exif)?.intrinsics.fxPx).toBeCloseTo(2986.667, 2);
  });

  it('supposes a bare 4:3 or 3:2 picture to be whole, and trusts it less', () => {
    const bare: PhotoExif = { orientation: 1, focalLength35mm: 26 };
    // 26 × 5000 / 43.26662 = 3004.626; 26 × 3600 / 36 = 2600
    const fourThirds = cameraFromExif(sizeOf(4000, 3000), bare);
    expect(fourThirds?.intrinsics.fxPx).toBeCloseTo(3004.626, 2);
    expect(fourThirds).toMatchObject({ trust: 'rough', assumptions: ['nativeAspectSupposed'] });
    expect(cameraFromExif(sizeOf(3600, 2400), bare)?.intrinsics.fxPx).toBeCloseTo(2600, 6);
  });

  it('supposes any other bare picture to be a crop of 3:2', () => {
    // 1920 × 1080 comes from 1920 × 1280: 26 × 1920 / 36 = 1386.667
    const camera = cameraFromExif(sizeOf(1920, 1080), { orientation: 1, focalLength35mm: 26 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(1386.667, 2);
    expect(camera).toMatchObject({
      trust: 'rough',
      assumptions: ['nativeAspectSupposed', 'croppedFromNativeFrame'],
    });
  });

  it('has the digital zoom in it already', () => {
    const camera = cameraFromExif(sizeOf(4032, 3024), { ...IPHONE, digitalZoomRatio: 2 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(3028.663, 2);
  });

  // From index.json of the rendered samples: exact focal length in pixels, 35 mm-equivalent; the EXIF focal length.
  it.each([
    ['living-room', 388.48002315058386, 21, 3.4],
    ['table-pots', 566.2726294616848, 31, 5.02],
    ['table-vase', 561.6242852501553, 30, 4.85],
    ['bookshelves', 272.4900579584516, 15, 2.43],
    ['road-houses', 388.9162652687317, 21, 3.4],
    ['road-crossing', 333.5985662446109, 18, 2.91],
  ])(
    'is right for the rendered %s but for the rounding to whole millimetres',
    (_, exactPx, focalLength35mm, focalMm) => {
      const camera = cameraFromExif(sizeOf(640, 480), {
        orientation: 1,
        make: 'Fathom',
        model: 'Rendered',
        focalLengthMm: focalMm,
        focalLength35mm,
      });
      // Half a millimetre of the equivalent is 0.5 × 800 / 43.26662 = 9.245 px.
      expect(Math.abs(camera!.intrinsics.fxPx - exactPx)).toBeLessThanOrEqual(9.245);
      expect(camera).toMatchObject({ origin: 'exif35mm', trust: 'good', assumptions: [] });
    },
  );
});

describe('the focal length in millimetres with FocalPlaneResolution', () => {
  it('multiplies by the pixels a millimetre, x and y apart', () => {
    // 50 × 5760000 / 1461 / 25.4 = 7760.837; 50 × 3840000 / 972 / 25.4 = 7776.806
    const camera = cameraFromExif(sizeOf(5760, 3840), CANON);
    expect(camera?.intrinsics.fxPx).toBeCloseTo(7760.837, 2);
    expect(camera?.intrinsics.fyPx).toBeCloseTo(7776.806, 2);
    expect(camera).toMatchObject({ origin: 'exifMm', trust: 'good', assumptions: ['sensorFromFocalPlane'] });
  });

  it('scales with a photo that was resized since', () => {
    const camera = cameraFromExif(sizeOf(1440, 960), CANON);
    expect(camera?.intrinsics.fxPx).toBeCloseTo(7760.837 / 4, 2);
    expect(camera?.trust).toBe('good');
  });

  it('restores the recorded frame of a photo that was cropped since', () => {
    // 1440 × 810 is cut from 1440 × 960; 960 × 960 from the same.
    for (const size of [sizeOf(1440, 810), sizeOf(960, 960)]) {
      const camera = cameraFromExif(size, CANON);
      expect(camera?.intrinsics.fxPx).toBeCloseTo(7760.837 / 4, 2);
      expect(camera?.trust).toBe('rough');
      expect(camera?.assumptions).toEqual(['sensorFromFocalPlane', 'croppedFromNativeFrame']);
    }
  });

  it('swaps x and y for a photo that orientation turns on its side', () => {
    const camera = cameraFromExif(sizeOf(3840, 5760), { ...CANON, orientation: 6 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(7776.806, 2);
    expect(camera?.intrinsics.fyPx).toBeCloseTo(7760.837, 2);
    expect(camera?.intrinsics).toMatchObject({ cxPx: 1920, cyPx: 2880 });
    expect(camera?.trust).toBe('good');
  });

  it('comes after the 35 mm-equivalent', () => {
    // 50 × 5760 / 36 = 8000
    const camera = cameraFromExif(sizeOf(5760, 3840), { ...CANON, focalLength35mm: 50 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(8000, 6);
    expect(camera?.origin).toBe('exif35mm');
  });

  it('gives way to the sensor table where it cannot be right', () => {
    // 50 × √(5760² + 3840²) / √(36² + 24²) = 50 × 5760 / 36 = 8000
    const camera = cameraFromExif(sizeOf(5760, 3840), { ...CANON, focalPlaneXResolution: 0 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(8000, 6);
    expect(camera?.assumptions).toEqual(['sensorFromTable']);
  });
});

describe('the focal length in millimetres with the sensor table', () => {
  it('takes the 16:10 photo of an Olympus E-M1 as a crop of its 17.3 × 13 mm', () => {
    // 1600 × 1000 comes from 1600 × 1200: 7 × 2000 / √(17.3² + 13²) = 14000 / 21.6400 = 646.950
    const camera = cameraFromExif(sizeOf(1600, 1000), { ...E_M1, pixelXDimension: 2560, pixelYDimension: 1600 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(646.95, 2);
    expect(camera).toMatchObject({
      origin: 'exifMm',
      trust: 'rough',
      assumptions: ['sensorFromTable', 'croppedFromNativeFrame'],
    });
  });

  it('is good for an uncropped photo', () => {
    // 7 × 5000 / 21.6400 = 1617.375
    const camera = cameraFromExif(sizeOf(4000, 3000), E_M1);
    expect(camera?.intrinsics.fxPx).toBeCloseTo(1617.375, 2);
    expect(camera).toMatchObject({ origin: 'exifMm', trust: 'good', assumptions: ['sensorFromTable'] });
  });

  it.each([
    [2, 2],
    [1, 1],
    [0, 1],
    [0.5, 1],
    [-2, 1],
    [NaN, 1],
    [1000, 1],
  ])('reads a digital zoom of %d as %d', (digitalZoomRatio, factor) => {
    const camera = cameraFromExif(sizeOf(4000, 3000), { ...E_M1, digitalZoomRatio });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(1617.375 * factor, 2);
  });

  it('zooms the focal length with FocalPlaneResolution too', () => {
    const camera = cameraFromExif(sizeOf(5760, 3840), { ...CANON, digitalZoomRatio: 2 });
    expect(camera?.intrinsics.fxPx).toBeCloseTo(2 * 7760.837, 2);
  });
});

describe('EXIF without a focal length', () => {
  it.each<[string, PhotoExif]>([
    ['nothing at all', { orientation: 1 }],
    ['a camera only', { orientation: 1, make: 'Canon', model: 'Canon EOS 5D' }],
    ['millimetres on an unknown sensor', { orientation: 1, make: 'Acme', model: 'One', focalLengthMm: 8 }],
    ['a sensor without a lens', { ...CANON, focalLengthMm: 0 }],
    ['impossible values', { orientation: 1, focalLengthMm: -4, focalLength35mm: NaN }],
  ])('gives no camera for %s', (_, exif) => {
    expect(cameraFromExif(sizeOf(4000, 3000), exif)).toBeUndefined();
  });

  it('falls from an impossible equivalent to the millimetres', () => {
    expect(cameraFromExif(sizeOf(4000, 3000), { ...E_M1, focalLength35mm: 0 })?.origin).toBe('exifMm');
  });
});

describe('for any photo', () => {
  const anySize = fc.record({
    widthPx: fc.integer({ min: 200, max: 8000 }),
    heightPx: fc.integer({ min: 200, max: 8000 }),
  });
  const anyExif = fc.constantFrom(IPHONE, CANON, E_M1, { orientation: 1, focalLength35mm: 35 } as const);

  it('a resize by k multiplies the focal length by k', () => {
    fc.assert(
      fc.property(anySize, anyExif, fc.integer({ min: 2, max: 9 }), (size, exif, k) => {
        const { intrinsics } = cameraFromExif(size, exif)!;
        const resized = cameraFromExif(sizeOf(size.widthPx * k, size.heightPx * k), exif)!;
        expect(resized.intrinsics.fxPx / intrinsics.fxPx).toBeCloseTo(k, 9);
        expect(resized.intrinsics.fyPx / intrinsics.fyPx).toBeCloseTo(k, 9);
      }),
    );
  });

  it('orientation 5 to 8 swaps fx and fy and keeps the diagonal field of view', () => {
    fc.assert(
      fc.property(anySize, anyExif, fc.constantFrom<5 | 6 | 7 | 8>(5, 6, 7, 8), (size, exif, orientation) => {
        const upright = cameraFromExif(size, exif)!.intrinsics;
        const turnedSize = sizeOf(size.heightPx, size.widthPx);
        const turned = cameraFromExif(turnedSize, { ...exif, orientation })!.intrinsics;
        expect(turned.fxPx).toBeCloseTo(upright.fyPx, 6);
        expect(turned.fyPx).toBeCloseTo(upright.fxPx, 6);
        expect(diagonalTangent(turnedSize, turned)).toBeCloseTo(diagonalTangent(size, upright), 9);
      }),
    );
  });

  it('the diagonal field of view of an uncropped photo is that of the equivalent lens on 36 × 24 mm', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 600 }), (focalLength35mm) => {
        const { fxPx } = cameraFromExif(sizeOf(4000, 3000), { ...IPHONE, focalLength35mm })!.intrinsics;
        const expected = (2 * Math.atan(Math.hypot(36, 24) / (2 * focalLength35mm)) * 180) / Math.PI;
        expect(fieldOfView(5000, fxPx)).toBeCloseTo(expected, 9);
      }),
    );
  });
});

/** Tangent of the angle from the optical axis to the corner. */
function diagonalTangent(size: ImageSize, { fxPx, fyPx }: Intrinsics): number {
  return Math.hypot(size.widthPx / (2 * fxPx), size.heightPx / (2 * fyPx));
}
