import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  centredIntrinsics,
  fieldOfView,
  focalFromFieldOfView,
  type Intrinsics,
  intrinsicsOnGrid,
  scaleIntrinsics,
} from './intrinsics';
import { degrees, pixels } from './units';

describe('centredIntrinsics', () => {
  it('puts the principal point in the middle of the picture', () => {
    expect(centredIntrinsics({ widthPx: 641, heightPx: 480 }, pixels(500))).toEqual({
      fxPx: 500,
      fyPx: 500,
      cxPx: 320.5,
      cyPx: 240,
    });
    expect(centredIntrinsics({ widthPx: 640, heightPx: 480 }, pixels(500), pixels(510)).fyPx).toBe(510);
  });
});

describe('scaleIntrinsics', () => {
  const intrinsics: Intrinsics = { fxPx: pixels(500), fyPx: pixels(510), cxPx: pixels(320.5), cyPx: pixels(240) };

  it('multiplies fx, cx by the one scale and fy, cy by the other', () => {
    expect(scaleIntrinsics(intrinsics, 2, 0.5)).toEqual({ fxPx: 1000, fyPx: 255, cxPx: 641, cyPx: 120 });
  });

  it('moves the projection of a point as the resize moves its pixel', () => {
    const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
    const scale = fc.double({ min: 0.1, max: 4, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, scale, scale, (xOverZ, yOverZ, scaleX, scaleY) => {
        const before = project(intrinsics, xOverZ, yOverZ);
        const after = project(scaleIntrinsics(intrinsics, scaleX, scaleY), xOverZ, yOverZ);
        expect(after.u).toBeCloseTo(before.u * scaleX, 6);
        expect(after.v).toBeCloseTo(before.v * scaleY, 6);
      }),
    );
  });

  it('goes from one grid to another by the ratio of their sizes', () => {
    const grid = intrinsicsOnGrid(intrinsics, { widthPx: 640, heightPx: 480 }, { widthPx: 320, heightPx: 960 });
    expect(grid).toEqual({ fxPx: 250, fyPx: 1020, cxPx: 160.25, cyPx: 480 });
  });
});

describe('the field of view', () => {
  it('is 90° where the focal length is half the side', () => {
    expect(fieldOfView(2000, pixels(1000))).toBeCloseTo(90, 12);
    expect(focalFromFieldOfView(2000, degrees(90))).toBeCloseTo(1000, 9);
  });

  it('of a 50 mm lens on 36 mm is 39.6°', () => {
    expect(fieldOfView(36, pixels(50))).toBeCloseTo(39.598, 3);
  });

  it('gives back the focal length it was made from', () => {
    const length = fc.integer({ min: 1, max: 30000 });
    const focal = fc.double({ min: 1, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(length, focal, (lengthPx, focalPx) => {
        const back = focalFromFieldOfView(lengthPx, fieldOfView(lengthPx, pixels(focalPx)));
        expect(back / focalPx).toBeCloseTo(1, 9);
      }),
    );
  });
});

function project({ fxPx, fyPx, cxPx, cyPx }: Intrinsics, xOverZ: number, yOverZ: number) {
  return { u: fxPx * xOverZ + cxPx, v: fyPx * yOverZ + cyPx };
}
