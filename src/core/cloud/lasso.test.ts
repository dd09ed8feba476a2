import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pixels } from '../camera/units';
import { MaskReason } from '../depth/depth-rows';
import { lassoDepth } from '../depth/lasso-depth';
import { cutByLasso, type LassoStroke, type ViewPlace } from './lasso';

/** Pixel (i, j) has its ray through ((i − 1.5) / 2, (j − 1) / 2). */
const size = { widthPx: 4, heightPx: 3 };
const intrinsics = { fxPx: pixels(2), fyPx: pixels(2), cxPx: pixels(2), cyPx: pixels(1.5) };
const gridOf = (depthMetres: Float32Array) => ({ size, intrinsics, depthMetres });

/** From the photo's own camera: x / z and y / z, y up. */
const FROM_CAMERA = [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0];
/** From above, without perspective: x across, z up. */
const FROM_ABOVE = [0.1, 0, 0, 0, 0, 0, 0.1, 0, 0, 0, 0, 1];

const stroke = (outline: readonly ViewPlace[], change: Partial<LassoStroke> = {}): LassoStroke => ({
  keeps: 'outside',
  projection: FROM_CAMERA,
  outline,
  ...change,
});
const rectangle = (left: number, bottom: number, right: number, top: number): ViewPlace[] => [
  [left, bottom],
  [right, bottom],
  [right, top],
  [left, top],
];
const cutOf = (strokes: readonly LassoStroke[], depth = new Float32Array(12).fill(2)) =>
  Array.from(cutByLasso(strokes, gridOf(depth)));

describe('a lasso', () => {
  it('cuts the pixels whose rays it winds around, at every depth', () => {
    // Columns at x = −0.75, −0.25, 0.25, 0.75; rows at y = 0.5, 0, −0.5 (up).
    const depth = Float32Array.from({ length: 12 }, (_, i) => 1 + i);
    expect(cutOf([stroke(rectangle(-0.5, -0.2, 0.5, 0.8))], depth)).toEqual([0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('keeps what it winds around and cuts the rest', () => {
    const kept = stroke(rectangle(-0.5, -0.2, 0.5, 0.8), { keeps: 'inside' });
    expect(cutOf([kept])).toEqual([1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1]);
  });

  it('seen from above cuts by depth', () => {
    const depth = Float32Array.from([2, 2, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8]);
    const near = stroke(rectangle(-1, 0.3, 1, 0.5), { projection: FROM_ABOVE });
    expect(cutOf([near], depth)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it('does not reach behind the view, nor where there is no depth', () => {
    const back = stroke(rectangle(-9, -9, 9, 9), { projection: FROM_CAMERA.map((value) => -value) });
    expect(cutOf([back])).toEqual(new Array(12).fill(0));
    expect(cutOf([stroke(rectangle(-9, -9, 9, 9))], new Float32Array(12).fill(NaN))).toEqual(new Array(12).fill(0));
  });

  it('counts a part that it winds around twice as inside, and one between two senses as outside', () => {
    const [a, b, c, d] = rectangle(-0.5, -0.2, 0.5, 0.8) as [ViewPlace, ViewPlace, ViewPlace, ViewPlace];
    expect(cutOf([stroke([a, b, c, d, a, b, c, d])])).toEqual(cutOf([stroke([a, b, c, d])]));
    expect(cutOf([stroke([a, b, c, d, a, d, c, b])])).toEqual(new Array(12).fill(0));
  });

  it('of no area cuts nothing', () => {
    const flat: ViewPlace[] = [[-1, 0], [1, 0], [0, 0]]; // prettier-ignore
    expect(cutOf([stroke(flat)])).toEqual(new Array(12).fill(0));
  });

  const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
  const outlines = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 40 });
  const strokes = fc.record({
    keeps: fc.constantFrom('inside' as const, 'outside' as const),
    projection: fc.array(coordinate, { minLength: 12, maxLength: 12 }),
    outline: outlines,
  });
  const depths = fc.array(fc.float({ min: Math.fround(0.01), max: 10, noNaN: true }), { minLength: 12, maxLength: 12 });

  it('is inside where the sum of the angles to its corners is not 0', () => {
    fc.assert(
      fc.property(outlines, (outline) => {
        const cut = cutOf([stroke(outline)]);
        for (let pixel = 0; pixel < 12; pixel++) {
          const place = [((pixel % 4) - 1.5) / 2, -(Math.floor(pixel / 4) - 1) / 2] as const;
          if (distanceTo(outline, place) < 1e-6) continue;
          expect(cut[pixel] === 1).toBe(Math.abs(turnsAbout(outline, place)) > 0.5);
        }
      }),
    );
  });

  it('kept and cut part the points between them, whatever the view', () => {
    fc.assert(
      fc.property(strokes, depths, (drawn, depth) => {
        const inside = cutOf([{ ...drawn, keeps: 'inside' }], Float32Array.from(depth));
        const outside = cutOf([{ ...drawn, keeps: 'outside' }], Float32Array.from(depth));
        expect(inside.map((value, i) => value + outside[i]!)).toEqual(new Array(12).fill(1));
      }),
    );
  });

  it('adds up: several strokes cut what any of them does, in any order', () => {
    fc.assert(
      fc.property(strokes, strokes, depths, (one, other, depth) => {
        const values = Float32Array.from(depth);
        const both = cutOf([one, other], values);
        expect(both).toEqual(cutOf([other, one], values));
        const second = cutOf([other], values);
        expect(both).toEqual(cutOf([one], values).map((value, i) => value | second[i]!));
      }),
    );
  });

  it('masks and deletes nothing', () => {
    const depthMetres = new Float32Array(12).fill(2);
    const mask = new Uint8Array(12).fill(MaskReason.sky);
    const lassoed = lassoDepth({ size, intrinsics, depthMetres, mask }, [stroke(rectangle(-1, -1, 0, 1))]);
    const { sky, clipped } = MaskReason;
    expect(Array.from(lassoed.subarray(0, 4))).toEqual([sky | clipped, sky | clipped, sky, sky]);
    expect(mask.every((reasons) => reasons === sky)).toBe(true);
  });
});

function turnsAbout(outline: readonly ViewPlace[], [x, y]: ViewPlace): number {
  let angle = 0;
  for (const [i, [x0, y0]] of outline.entries()) {
    const [x1, y1] = outline[(i + 1) % outline.length]!;
    const [ax, ay, bx, by] = [x0 - x, y0 - y, x1 - x, y1 - y];
    angle += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  }
  return angle / (2 * Math.PI);
}

function distanceTo(outline: readonly ViewPlace[], [x, y]: ViewPlace): number {
  return Math.min(
    ...outline.map(([x0, y0], i) => {
      const [x1, y1] = outline[(i + 1) % outline.length]!;
      const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
      const along = length === 0 ? 0 : ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length;
      const t = Math.min(Math.max(along, 0), 1);
      return Math.hypot(x0 + t * (x1 - x0) - x, y0 + t * (y1 - y0) - y);
    }),
  );
}
