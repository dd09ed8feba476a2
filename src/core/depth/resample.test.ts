import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthMapOf, plane, renderDepth, viewOf, type View } from '../../../test/fixtures/analytic-scenes';
import { intrinsicsOnGrid, type ImageSize } from '../camera/intrinsics';
import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';
import { resampleRows } from './resample';

const view = viewOf(24, 18, 100);

function onGrid({ size, intrinsics }: View, newSize: ImageSize): View {
  return { size: newSize, intrinsics: intrinsicsOnGrid(intrinsics, size, newSize) };
}

/** The whole of a resampled map. */
function resample(map: DepthMap, size: ImageSize): DepthMap {
  const { intrinsics } = onGrid(map, size);
  const rows = resampleRows(map, size, intrinsics);
  const pixels = size.widthPx * size.heightPx;
  const whole = {
    size: rows.size,
    intrinsics: rows.intrinsics,
    depthMetres: new Float32Array(pixels),
    mask: new Uint8Array(pixels),
    normals: rows.hasNormals ? new Float32Array(3 * pixels) : undefined,
    confidence: rows.hasConfidence ? new Float32Array(pixels) : undefined,
  };
  for (let y = 0; y < size.heightPx; y++) {
    const row = rows.row(y);
    whole.depthMetres.set(row.depthMetres, y * size.widthPx);
    whole.mask.set(row.mask, y * size.widthPx);
    if (row.normals) whole.normals?.set(row.normals, 3 * y * size.widthPx);
    if (row.confidence) whole.confidence?.set(row.confidence, y * size.widthPx);
  }
  return whole;
}

/** The old pixel whose area holds the centre of a new one, on one axis. */
function nearest(at: number, newLength: number, oldLength: number): number {
  return Math.floor(((at + 0.5) * oldLength) / newLength);
}

/** Of each pixel of the new grid, row by row. */
function placesOf({ widthPx, heightPx }: ImageSize): { x: number; y: number; i: number }[] {
  return Array.from({ length: widthPx * heightPx }, (_, i) => ({ i, x: i % widthPx, y: Math.floor(i / widthPx) }));
}

const newSize = fc.record({ widthPx: fc.integer({ min: 1, max: 90 }), heightPx: fc.integer({ min: 1, max: 70 }) });
const filledMap = fc
  .record({
    depthMetres: fc.float32Array({ minLength: 432, maxLength: 432, min: Math.fround(0.05), max: 150, noNaN: true }),
    mask: fc.uint8Array({ minLength: 432, maxLength: 432, max: 1 }),
  })
  .map((arrays): DepthMap => {
    const confidence = Float32Array.from({ length: 432 }, (_, i) => i);
    const normals = Float32Array.from({ length: 3 * 432 }, (_, i) => i);
    return { ...view, ...arrays, normals, confidence };
  });

it('makes a slanted plane of a slanted plane, but for the half pixel at the border', () => {
  const slope = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(slope, slope, newSize, (a, b, size) => {
      const surface = plane([a, b, 1], 3);
      const resampled = resample(depthMapOf(view, renderDepth(view, surface)), size).depthMetres;
      const exact = renderDepth(onGrid(view, size), surface);
      const inside = placesOf(size).filter(({ x, y }) => {
        const oldX = ((x + 0.5) * 24) / size.widthPx;
        const oldY = ((y + 0.5) * 18) / size.heightPx;
        return oldX >= 0.5 && oldX <= 23.5 && oldY >= 0.5 && oldY <= 17.5;
      });
      const errors = inside.map(({ i }) => Math.abs(resampled[i]! / exact[i]! - 1));
      expect(Math.max(0, ...errors)).toBeLessThan(1e-6);
    }),
  );
});

it('goes on unchanged beyond the centres of the outermost pixels', () => {
  const map = depthMapOf(viewOf(2, 1, 1), Float32Array.of(4, 4.2));
  const { depthMetres } = resample(map, { widthPx: 8, heightPx: 1 });
  expect([...depthMetres.slice(0, 2), ...depthMetres.slice(6)].map((metres) => metres.toFixed(6))).toEqual([
    '4.000000',
    '4.000000',
    '4.200000',
    '4.200000',
  ]);
  // A quarter of the way from 1/4 to 1/4.2, and so on: new centres lie at 1/8, 3/8, 5/8 and 7/8 between the old ones.
  expect(depthMetres[2]).toBeCloseTo(1 / (0.875 / 4 + 0.125 / 4.2), 5);
  expect(depthMetres[5]).toBeCloseTo(1 / (0.125 / 4 + 0.875 / 4.2), 5);
});

it('never mixes the two sides of a step', () => {
  const side = fc.double({ min: -0.1, max: 0.1, noNaN: true });
  const ratio = fc.double({ min: 1.1, max: 50, noNaN: true });
  fc.assert(
    fc.property(side, side, ratio, newSize, (atX, lean, far, size) => {
      const depth = renderDepth(view, (x, y) => (x + lean * y < atX ? 2 : 2 * far));
      const resampled = new Set(resample(depthMapOf(view, depth), size).depthMetres);
      for (const metres of resampled) expect([2, Math.fround(2 * far)]).toContain(metres);
    }),
  );
});

it('takes nothing from masked pixels', () => {
  const masks = fc.uint8Array({ minLength: 432, maxLength: 432, max: 1 });
  fc.assert(
    fc.property(masks, newSize, fc.constantFrom(3.03, 0, NaN, Infinity), (mask, size, wrongMetres) => {
      const depth = Float32Array.from(mask, (reasons) => (reasons === 0 ? 3 : wrongMetres));
      const resampled = resample({ ...depthMapOf(view, depth), mask }, size);
      const visible = resampled.depthMetres.filter((_, i) => resampled.mask[i] === 0);
      expect(visible.every((metres) => metres === 3)).toBe(true);
    }),
  );
});

it('is the identity on the same grid', () => {
  fc.assert(
    fc.property(filledMap, (map) => {
      expect(resample(map, view.size)).toEqual(map);
    }),
    { numRuns: 20 },
  );
});

it('takes mask, normal and confidence from the nearest pixel, and masked depth too', () => {
  fc.assert(
    fc.property(filledMap, newSize, (map, size) => {
      const resampled = resample(map, size);
      const sources = placesOf(size).map(
        ({ x, y }) => nearest(y, size.heightPx, 18) * 24 + nearest(x, size.widthPx, 24),
      );
      expect(Array.from(resampled.mask)).toEqual(sources.map((source) => map.mask[source]));
      expect(Array.from(resampled.confidence!)).toEqual(sources);
      expect(Array.from(resampled.normals!)).toEqual(sources.flatMap((source) => [0, 1, 2].map((k) => 3 * source + k)));
      const masked = sources.flatMap((source, i) => (map.mask[source] === 0 ? [] : [{ source, i }]));
      const isCopied = masked.map(({ source, i }) => resampled.depthMetres[i] === map.depthMetres[source]);
      expect(isCopied).not.toContain(false);
    }),
  );
});

it('stays within the depths of the surface around a pixel', () => {
  fc.assert(
    fc.property(filledMap, newSize, (map, size) => {
      const { depthMetres, mask } = resample(map, size);
      const shifts = placesOf(size).map(({ x, y, i }) => {
        const own = map.depthMetres[nearest(y, size.heightPx, 18) * 24 + nearest(x, size.widthPx, 24)]!;
        return mask[i] === 0 ? Math.abs(own / depthMetres[i]! - 1) : 0;
      });
      expect(Math.max(...shifts)).toBeLessThanOrEqual(0.08 + 1e-6);
    }),
  );
});

describe('the rows', () => {
  const map = depthMapOf(view, renderDepth(view, plane([0.3, 0.1, 1], 2)));

  it('can be asked for in any order, again and again', () => {
    const size = { widthPx: 10, heightPx: 10 };
    const rows = resampleRows(map, size, map.intrinsics);
    const first = rows.row(3).depthMetres.slice();
    rows.row(9);
    rows.row(0);
    expect(rows.row(3).depthMetres).toEqual(first);
  });

  it('carry the camera they are given and only what the map has', () => {
    const { intrinsics, size } = onGrid(view, { widthPx: 7, heightPx: 5 });
    const rows = resampleRows(map, size, intrinsics);
    expect([rows.size, rows.intrinsics, rows.hasNormals, rows.hasConfidence]).toEqual([size, intrinsics, false, false]);
    expect(Object.keys(rows.row(0))).toEqual(['depthMetres', 'mask']);
  });

  it('hold every reason of the mask', () => {
    const mask = map.mask.map((_, i) => [MaskReason.outOfRange, MaskReason.sky, MaskReason.edge][i % 3]!);
    expect(resampleRows({ ...map, mask }, view.size, view.intrinsics).row(0).mask).toEqual(mask.slice(0, 24));
  });
});
