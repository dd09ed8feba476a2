import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthMapOf, plane, renderDepth, smearDepth, viewOf, type View } from '../../../test/fixtures/analytic-scenes';
import { pixels } from '../camera/units';
import { MaskReason } from './depth-rows';
import { DEFAULT_EDGE_THRESHOLD, markEdges } from './edges';

const ratio = fc.double({ min: 1.3, max: 20, noNaN: true });
const axis = fc.constantFrom('row' as const, 'column' as const);

function edgesOf(view: View, depth: Float32Array, threshold = DEFAULT_EDGE_THRESHOLD): boolean[] {
  const marked = markEdges(depthMapOf(view, depth), threshold);
  return Array.from(marked, (reasons) => (reasons & MaskReason.edge) !== 0);
}

/** Depth that changes along one axis only: `near` on the given pixels of that axis, `far` on the others. */
function bars(
  { size }: View,
  along: 'row' | 'column',
  isNear: (at: number) => boolean,
  near: number,
  far: number,
): Float32Array {
  return Float32Array.from({ length: size.widthPx * size.heightPx }, (_, i) => {
    const at = along === 'row' ? i % size.widthPx : Math.floor(i / size.widthPx);
    return isNear(at) ? near : far;
  });
}

describe('on planes', () => {
  const view = viewOf(40, 30, 35);

  it('keeps every pixel, however slanted', () => {
    const slope = fc.double({ min: -1, max: 1, noNaN: true });
    const nearest = fc.double({ min: 0.1, max: 50, noNaN: true });
    const horizonGap = fc.double({ min: 1e-3, max: 1, noNaN: true });
    fc.assert(
      fc.property(slope, slope, nearest, horizonGap, (a, b, scale, gap) => {
        // Disparity a·x + b·y + c over rays of up to ±4/7, ±3/7; `gap` is what it has left in its farthest corner.
        const c = (4 / 7) * Math.abs(a) + (3 / 7) * Math.abs(b) + gap;
        const depth = renderDepth(view, plane([a, b, c], scale));
        expect(edgesOf(view, depth)).not.toContain(true);
      }),
    );
  });

  it('keeps a floor up to the horizon', () => {
    const looking = { ...view, intrinsics: { ...view.intrinsics, cyPx: pixels(0) } };
    const floor = renderDepth(looking, plane([0, 1, 0], 1.5));
    expect(Math.max(...floor)).toBeGreaterThan(100);
    expect(edgesOf(looking, floor)).not.toContain(true);
  });

  it('keeps a floor that ends in the sky but for its last two rows', () => {
    const wide = viewOf(64, 64, 200);
    const skyMetres = 60;
    const depth = renderDepth(wide, plane([0, 1, 0], 1.5), () => skyMetres);
    const firstFloorRow = depth.findIndex((metres) => metres < skyMetres) / 64;
    const markedRows = new Set(edgesOf(wide, depth).flatMap((edge, i) => (edge ? [Math.floor(i / 64)] : [])));
    expect(firstFloorRow).toBeGreaterThan(32);
    for (const row of markedRows) expect([firstFloorRow, firstFloorRow + 1]).toContain(row);
  });

  it('keeps the corner of a room, at a focal length of real grids', () => {
    const corner = viewOf(64, 48, 400);
    const depth = renderDepth(corner, plane([1.7, 0, 1], 3), plane([-1.7, 0, 1], 3), plane([0, 3, 1], 3.1));
    expect(edgesOf(corner, depth)).not.toContain(true);
  });
});

describe('on a step', () => {
  const view = viewOf(24, 24, 30);

  it('marks nothing where the step is sharp', () => {
    fc.assert(
      fc.property(axis, fc.integer({ min: 3, max: 21 }), ratio, (along, at, far) => {
        const depth = bars(view, along, (pixel) => pixel < at, 1, far);
        expect(edgesOf(view, depth)).not.toContain(true);
      }),
    );
  });

  it('marks the mixed pixels of a smeared one and keeps the pure ones on both sides', () => {
    const place = fc.integer({ min: 4, max: 20 });
    fc.assert(
      fc.property(
        axis,
        place,
        fc.boolean(),
        ratio,
        fc.double({ min: 0.3, max: 30, noNaN: true }),
        (along, at, flip, far, near) => {
          const exact = bars(view, along, (pixel) => pixel < at !== flip, near, near * far);
          const smeared = smearDepth(view.size, exact);
          const edges = edgesOf(view, smeared);
          const errors = smeared.map((depth, i) => Math.abs(depth / exact[i]! - 1));
          const mixed = edges.filter((_, i) => errors[i]! > 0.04);
          const pure = edges.filter((_, i) => errors[i]! < 1e-5);
          expect(new Set(mixed)).toEqual(new Set([true]));
          expect(new Set(pure)).toEqual(new Set([false]));
          expect(pure.length).toBeGreaterThanOrEqual(24 * 20);
        },
      ),
    );
  });

  it('keeps a smeared step smaller than the threshold', () => {
    const exact = bars(view, 'row', (pixel) => pixel < 12, 1, 1.03);
    expect(edgesOf(view, smearDepth(view.size, exact))).not.toContain(true);
  });

  it('marks what is mixed with the sky', () => {
    const exact = bars(view, 'column', (pixel) => pixel >= 11, 5, 150);
    const map = depthMapOf(view, smearDepth(view.size, exact));
    map.mask.forEach((_, i) => (map.mask[i] = map.depthMetres[i]! > 140 ? MaskReason.sky : 0));
    const marked = markEdges(map, DEFAULT_EDGE_THRESHOLD);
    const kept = map.depthMetres.filter((_, i) => marked[i] === 0);
    expect(Math.max(...kept)).toBeCloseTo(5, 4);
    expect(kept.length).toBeGreaterThanOrEqual(24 * 11);
  });
});

describe('on a thin pole', () => {
  const view = viewOf(32, 16, 30);

  it('keeps its middle where it is at least five pixels wide before smearing, wherever it stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 8 }), fc.integer({ min: 8, max: 14 }), ratio, (widthPx, left, far) => {
        const exact = bars(view, 'row', (x) => x >= left && x < left + widthPx, 2, 2 * far);
        const smeared = smearDepth(view.size, exact);
        const edges = edgesOf(view, smeared);
        const keptOfPole = Array.from(smeared).filter((_, i) => exact[i] === 2 && !edges[i]);
        expect(keptOfPole.length).toBeGreaterThanOrEqual(view.size.heightPx);
        for (const depth of keptOfPole) expect(Math.abs(depth / 2 - 1)).toBeLessThan(0.05);
      }),
    );
  });

  it('keeps a sharp one of three pixels', () => {
    const depth = bars(view, 'row', (x) => x >= 9 && x < 12, 2, 6);
    expect(edgesOf(view, depth)).not.toContain(true);
  });

  it('drops the crest that is a mixture', () => {
    const exact = bars(view, 'row', (x) => x === 10 || x === 11, 2, 8);
    const edges = edgesOf(view, smearDepth(view.size, exact)).slice(8 * 32, 9 * 32);
    expect(edges.flatMap((edge, x) => (edge ? [x] : []))).toEqual([9, 10, 11, 12]);
  });
});

describe('the threshold', () => {
  const view = viewOf(16, 16, 20);
  const smeared = smearDepth(
    view.size,
    bars(view, 'row', (x) => x < 7, 2, 4),
  );

  it('of 0 marks nothing', () => {
    expect(edgesOf(view, smeared, 0)).not.toContain(true);
  });

  it('marks less as it grows', () => {
    const counts = [0.001, 0.1, 0.3, 1].map((threshold) => edgesOf(view, smeared, threshold).filter(Boolean).length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts.at(-1)).toBe(0);
  });

  it('adds to the reasons there are, in an array of its own', () => {
    const map = depthMapOf(view, smeared);
    map.mask.fill(MaskReason.sky);
    const marked = markEdges(map, DEFAULT_EDGE_THRESHOLD);
    expect(new Set(marked)).toEqual(new Set([MaskReason.sky, MaskReason.sky | MaskReason.edge]));
    expect(new Set(map.mask)).toEqual(new Set([MaskReason.sky]));
  });
});

it('takes depths that are none for infinitely far', () => {
  const view = viewOf(12, 1, 10);
  const depth = Float32Array.from([2, 2, 2, 2, 2, 3, 0, 0, NaN, -1, 0, 0]);
  expect(edgesOf(view, depth).flatMap((edge, x) => (edge ? [x] : []))).toEqual([5]);
});
