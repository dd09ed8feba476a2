import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pixels } from '../camera/units';
import { clipLimits, isInsideClip, OPEN_CLIP_BOX, type ClipBox } from './clip-box';

const size = { widthPx: 7, heightPx: 5 };
const intrinsics = { fxPx: pixels(10), fyPx: pixels(8), cxPx: pixels(3.5), cyPx: pixels(2) };

const placeOf = (pixel: number, z: number) => ({
  x: (((pixel % 7) + 0.5 - 3.5) * z) / 10,
  y: ((Math.floor(pixel / 7) + 0.5 - 2) * z) / 8,
  z,
});

const stretch = fc
  .tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const boxes = fc.record({ x: stretch, y: stretch, z: stretch });
const pixel = fc.integer({ min: 0, max: 34 });
const depth = fc.float({ min: Math.fround(0.01), max: 10, noNaN: true });

describe('a clip box', () => {
  it('holds a point where the point lies between its faces, but for rounding right at one', () => {
    fc.assert(
      fc.property(boxes, pixel, depth, (box, at, z) => {
        const place = placeOf(at, z);
        const depthsToFace = (['x', 'y', 'z'] as const).map((axis) =>
          Math.min(place[axis] - box[axis][0], box[axis][1] - place[axis]),
        );
        const inside = Math.min(...depthsToFace);
        fc.pre(Math.abs(inside) > 1e-5);
        expect(isInsideClip(clipLimits(box, size, intrinsics), at, z)).toBe(inside > 0);
      }),
    );
  });

  it('that is open holds everything', () => {
    fc.assert(
      fc.property(pixel, depth, (at, z) => {
        expect(isInsideClip(clipLimits(OPEN_CLIP_BOX, size, intrinsics), at, z)).toBe(true);
      }),
    );
  });

  it.each<[string, Partial<ClipBox>, boolean]>([
    ['left of it', { x: [0.1, 1] }, false],
    ['right of it', { x: [-1, -0.1] }, false],
    ['round it', { x: [-1, 1] }, true],
    ['whose face goes through it', { x: [0, 1] }, true],
    ['behind it', { z: [2.5, 3] }, false],
    ['whose front it touches', { z: [2, 3] }, true],
  ])('%s, at a point straight ahead', (_, part, inside) => {
    const limits = clipLimits({ ...OPEN_CLIP_BOX, ...part }, size, intrinsics);
    expect(isInsideClip(limits, 3 + 7 * 2, 2)).toBe(inside);
  });
});
