import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  depthMapOf,
  plane,
  renderDepth,
  smearDepth,
  sphere,
  viewOf,
  type View,
} from '../../../test/fixtures/analytic-scenes';
import { pixels } from '../camera/units';
import { MaskReason } from './depth-rows';
import { isWithin, type MaskableDepth, maskDepth, maskLevels, maskLimits, type MaskSettings } from './mask-depth';
import { normalsFromDepth } from './normals-from-depth';

const NONE: MaskSettings = {
  edgeThreshold: 0,
  grazingDegrees: 90,
  doubtfulPercent: 0,
  smallestIslandPx: 0,
  keepSky: false,
};

function sceneOf(view: View, depthMetres: Float32Array): MaskableDepth {
  const map = depthMapOf(view, depthMetres);
  return { ...map, normals: normalsFromDepth(map) };
}

/** Pixels that have the bit, in order. */
function marked(map: MaskableDepth, settings: Partial<MaskSettings>, reason: keyof typeof MaskReason): number[] {
  const mask = maskDepth(map, { ...NONE, ...settings });
  return Array.from(mask.keys()).filter((i) => (mask[i]! & MaskReason[reason]) !== 0);
}

describe('by grazing angle', () => {
  const view = viewOf(40, 30, 35);
  const looking = { ...view, intrinsics: { ...view.intrinsics, cyPx: pixels(-20) } };
  const floor = sceneOf(looking, renderDepth(looking, plane([0, 1, 0], 1.5)));

  it('masks a floor beyond the angle, and nothing before it', () => {
    const angleOf = (i: number) => {
      const x = ((i % 40) + 0.5 - 20) / 35;
      const y = (Math.floor(i / 40) + 0.5 + 20) / 35;
      return (Math.acos(y / Math.hypot(x, y, 1)) * 180) / Math.PI;
    };
    // Along the picture's border there are no two neighbours to take a normal from.
    const inside = (i: number) => i >= 40 && i < 29 * 40 && i % 40 > 0 && i % 40 < 39;
    const expected = Array.from(floor.mask.keys()).filter((i) => inside(i) && angleOf(i) > 50);
    expect(marked(floor, { grazingDegrees: 50 }, 'grazing').filter(inside)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(100);
    expect(expected.length).toBeLessThan(1000);
  });

  it('keeps a slanted floor at the edge test alone', () => {
    expect(marked(floor, { edgeThreshold: 0.015 }, 'edge')).toEqual([]);
  });

  it('of a ball masks the rim', () => {
    const ball = sceneOf(view, renderDepth(view, sphere([0, 0, 4], 1), plane([0, 0, 1], 50)));
    const grazing = marked(ball, { grazingDegrees: 60 }, 'grazing');
    const depths = grazing.map((i) => ball.depthMetres[i]!);
    expect(grazing.length).toBeGreaterThan(20);
    expect(Math.min(...depths)).toBeGreaterThan(3.3);
  });
});

describe('by confidence', () => {
  const view = viewOf(20, 10, 20);
  const map = (confidence: (i: number) => number): MaskableDepth => ({
    ...sceneOf(view, new Float32Array(200).fill(3)),
    confidence: Float32Array.from({ length: 200 }, (_, i) => confidence(i)),
  });

  it('masks that share of the pixels, the least confident', () => {
    expect(
      marked(
        map((i) => i / 200),
        { doubtfulPercent: 10 },
        'doubtful',
      ),
    ).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('counts only pixels that have a depth', () => {
    const half = map((i) => i / 200);
    half.mask.fill(MaskReason.sky, 0, 100);
    const doubtful = marked(half, { doubtfulPercent: 10 }, 'doubtful');
    expect(doubtful).toEqual(Array.from({ length: 10 }, (_, i) => 100 + i));
  });

  it('masks nothing where all are equally sure, or none is known', () => {
    expect(
      marked(
        map(() => 0.4),
        { doubtfulPercent: 50 },
        'doubtful',
      ),
    ).toEqual([]);
    expect(marked({ ...map(() => 0), confidence: undefined }, { doubtfulPercent: 50 }, 'doubtful')).toEqual([]);
  });
});

describe('by the size of islands', () => {
  const view = viewOf(64, 48, 60);
  const withPatch = (widthPx: number, heightPx: number) => {
    const depth = new Float32Array(64 * 48).fill(6);
    for (let y = 10; y < 10 + heightPx; y++) depth.fill(2, 64 * y + 20, 64 * y + 20 + widthPx);
    return sceneOf(view, depth);
  };

  it('masks what is smaller, and that alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (widthPx, heightPx) => {
        const map = withPatch(widthPx, heightPx);
        const area = widthPx * heightPx;
        if (area > 1) expect(marked(map, { smallestIslandPx: area }, 'island')).toEqual([]);
        const island = marked(map, { smallestIslandPx: area + 1 }, 'island');
        expect(island.map((i) => map.depthMetres[i])).toEqual(Array<number>(area).fill(2));
      }),
    );
  });

  it('keeps a pole of one pixel, for it is long', () => {
    expect(marked(withPatch(1, 38), { smallestIslandPx: 30 }, 'island')).toEqual([]);
  });

  it('takes a floor for one surface up to the horizon', () => {
    const looking = { ...view, intrinsics: { ...view.intrinsics, cyPx: pixels(-1) } };
    const floor = sceneOf(looking, renderDepth(looking, plane([0, 1, 0], 1.5)));
    expect(marked(floor, { smallestIslandPx: 64 * 48 }, 'island')).toEqual([]);
  });

  it('looks at what the other masks leave: the crumbs of a smeared edge go with it', () => {
    const map = withPatch(4, 4);
    const smeared = sceneOf(view, smearDepth(view.size, map.depthMetres));
    const settings = { ...NONE, edgeThreshold: 0.015, smallestIslandPx: 20 };
    const mask = maskDepth(smeared, settings);
    expect(smeared.depthMetres.filter((_, i) => mask[i] === 0).every((depth) => Math.abs(depth / 6 - 1) < 0.02)).toBe(
      true,
    );
  });
});

describe('the sky', () => {
  const map = sceneOf(viewOf(8, 8, 8), new Float32Array(64).fill(3));
  map.mask.fill(MaskReason.sky, 0, 20);
  map.mask.fill(MaskReason.outOfRange, 20, 24);

  it('is masked unless it is to be kept', () => {
    expect(marked(map, {}, 'sky')).toHaveLength(20);
    expect(marked(map, { keepSky: true }, 'sky')).toHaveLength(0);
    expect(marked(map, { keepSky: true }, 'outOfRange')).toHaveLength(4);
  });
});

describe('levels', () => {
  it('mask the very pixels, however the limits move', () => {
    const view = viewOf(24, 20, 20);
    const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const settings = fc.record({
      edgeThreshold: fc.oneof(fc.constant(0), number(0.001, 0.1)),
      grazingDegrees: fc.oneof(fc.constant(90), number(0, 90)),
      doubtfulPercent: fc.oneof(fc.constant(0), number(0, 100)),
      smallestIslandPx: fc.nat(60),
      keepSky: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(number(0.5, 9), { minLength: 480, maxLength: 480 }), settings, (noise, wanted) => {
        // Level patches with some noise: all tests find something.
        const depth = Float32Array.from(noise, (value, i) => 2 + Math.floor((i % 24) / 6) + 0.05 * value);
        const confidence = Float32Array.from(noise, (value) => value / 9);
        const map = { ...sceneOf(view, depth), confidence };
        for (let i = 0; i < 40; i++) map.mask[i] = i < 30 ? MaskReason.sky : MaskReason.outOfRange;
        const levels = maskLevels(map, wanted);
        const limits = maskLimits(wanted);
        const hiding = MaskReason.outOfRange | (wanted.keepSky ? 0 : MaskReason.sky);
        const byLevels = Array.from(map.mask, (bits, i) => (bits & hiding) === 0 && isWithin(levels, i, limits));
        expect(byLevels).toEqual(Array.from(maskDepth(map, wanted), (reasons) => reasons === 0));
      }),
    );
  });
});
