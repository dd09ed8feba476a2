import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AffinePoints } from './affine-points';
import { type FocalAndShift, recoverFocalAndShift } from './focal-and-shift';
import { centredIntrinsics, focalFromFieldOfView, type ImageSize } from './intrinsics';
import { degrees, pixels } from './units';

/** Depth at a place in the picture; both coordinates run from 0 to 1. */
type Depth = (across: number, down: number) => number;

/** What turns a scene into an affine point map. */
interface Shot {
  readonly size: ImageSize;
  readonly focalPx: number;
  readonly fyPx?: number;
  /** To be found: z = depth − shift. */
  readonly shift: number;
  readonly depth: Depth;
  /** Factors of x, y, z of pixel (column, row). */
  readonly distort?: (column: number, row: number) => readonly [number, number, number];
  readonly hasPoint?: (column: number, row: number) => boolean;
}

function pointMap({ size, focalPx, fyPx = focalPx, shift, depth, distort, hasPoint }: Shot): AffinePoints {
  const { widthPx, heightPx } = size;
  const xyz = new Float32Array(3 * widthPx * heightPx);
  const valid = hasPoint && new Uint8Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      const index = row * widthPx + column;
      const z = depth(column / widthPx, row / heightPx);
      const [ofX, ofY, ofZ] = distort?.(column, row) ?? [1, 1, 1];
      xyz[3 * index] = ((column + 0.5 - widthPx / 2) / focalPx) * z * ofX;
      xyz[3 * index + 1] = ((row + 0.5 - heightPx / 2) / fyPx) * z * ofY;
      xyz[3 * index + 2] = z * ofZ - shift;
      if (valid) valid[index] = hasPoint(column, row) ? 1 : 0;
    }
  }
  return { size, xyz, valid };
}

/** A slanted wall with two boxes before it. */
const wallWithBoxes: Depth = (across, down) => {
  if (across > 0.1 && across < 0.35 && down > 0.4) return 1.4;
  if (across > 0.6 && across < 0.7 && down > 0.2 && down < 0.8) return 2.1;
  return 4 / (1 + 0.4 * across + 0.2 * down);
};

/** A ground that reaches from the foreground far out, under a distant backdrop. */
const ground: Depth = (_, down) => (down > 0.45 ? Math.min(60, 0.6 / (down - 0.44)) : 60);

function solved(points: AffinePoints, known?: Parameters<typeof recoverFocalAndShift>[1]): FocalAndShift {
  const result = recoverFocalAndShift(points, known);
  if (result.kind !== 'solved') throw new Error(JSON.stringify(result));
  return result;
}

/** Depth in the middle of a shot. */
const shotDepth = ({ depth }: Shot): number => depth(0.5, 0.5);

const relativeError = (value: number, truth: number): number => Math.abs(value / truth - 1);

const SIZES: readonly ImageSize[] = [
  { widthPx: 64, heightPx: 64 },
  { widthPx: 133, heightPx: 100 },
  { widthPx: 90, heightPx: 160 },
  { widthPx: 256, heightPx: 64 },
  { widthPx: 31, heightPx: 23 },
];
const sizes = fc.constantFrom(...SIZES);

const bumpySurfaces = fc
  .record({
    mean: fc.double({ min: 0.5, max: 20, noNaN: true }),
    relief: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
    waves: fc.tuple(fc.double({ min: 1, max: 15, noNaN: true }), fc.double({ min: 1, max: 15, noNaN: true })),
  })
  .map(({ mean, relief, waves: [across, down] }) => ({
    mean,
    depth: (x: number, y: number) => mean * (1 + 0.5 * relief * (Math.sin(across * x) + Math.cos(down * y))),
  }));

/** Shots of a scene of some relief, its shift a share of its mean depth. */
const shots: fc.Arbitrary<Shot> = fc
  .record({
    size: sizes,
    surface: bumpySurfaces,
    fieldOfView: fc.double({ min: 20, max: 120, noNaN: true }),
    shiftShare: fc.oneof(
      fc.double({ min: -2, max: -0.05, noNaN: true }),
      fc.double({ min: 0.05, max: 2, noNaN: true }),
    ),
  })
  .map(({ size, surface, fieldOfView, shiftShare }) => ({
    size,
    focalPx: focalFromFieldOfView(Math.max(size.widthPx, size.heightPx), degrees(fieldOfView)),
    shift: shiftShare * surface.mean,
    depth: surface.depth,
  }));

describe('recoverFocalAndShift', () => {
  it.each(
    SIZES.flatMap((size) =>
      [20, 45, 70, 95, 120].flatMap((fieldOfView) =>
        [wallWithBoxes, ground].map((depth) => ({ ...size, fieldOfView, depth })),
      ),
    ),
  )(
    'finds both within 0.1 %: $widthPx × $heightPx px, $fieldOfView°, $depth.name',
    ({ fieldOfView, depth, ...size }) => {
      const focalPx = focalFromFieldOfView(Math.max(size.widthPx, size.heightPx), degrees(fieldOfView));
      const { fxPx, fyPx, shift, reprojectionRmsPx } = solved(pointMap({ size, focalPx, shift: -0.7, depth }));
      expect(relativeError(fxPx, focalPx)).toBeLessThan(1e-3);
      expect(fyPx).toBe(fxPx);
      expect(relativeError(shift, -0.7)).toBeLessThan(1e-3);
      expect(reprojectionRmsPx).toBeLessThan(1e-3);
    },
  );

  it('finds both within 0.1 % on surfaces of any kind', () => {
    fc.assert(
      fc.property(shots, (shot) => {
        const { fxPx, shift } = solved(pointMap(shot));
        expect(relativeError(fxPx, shot.focalPx)).toBeLessThan(1e-3);
        expect(relativeError(shift, shot.shift)).toBeLessThan(1e-3);
      }),
    );
  });

  it('depends on neither the origin nor the unit of the points', () => {
    const unitAndOrigin = fc.record({
      unit: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      origin: fc.double({ min: -5, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(shots, unitAndOrigin, (shot, { unit, origin }) => {
        const points = pointMap({ ...shot, distort: rippled(0.01) });
        const moved = { ...points, xyz: points.xyz.map((value, i) => unit * (i % 3 === 2 ? value + origin : value)) };
        const before = solved(points);
        const after = solved(moved);
        expect(relativeError(after.fxPx, before.fxPx)).toBeLessThan(1e-3);
        expect(Math.abs(after.shift / unit + origin - before.shift)).toBeLessThan(1e-3 * shotDepth(shot));
      }),
      { numRuns: 40 },
    );
  });

  it('looks only at pixels with a point', () => {
    const shot = { size: { widthPx: 200, heightPx: 150 }, focalPx: 180, shift: 0.9, depth: wallWithBoxes };
    const masks = [
      (column: number) => column < 60,
      (column: number, row: number) => (column * 7 + row * 13) % 10 === 0,
      (column: number, row: number) => Math.hypot(column - 140, row - 90) < 40,
    ];
    for (const hasPoint of masks) {
      const points = pointMap({
        ...shot,
        hasPoint,
        distort: (column, row) => (hasPoint(column, row) ? [1, 1, 1] : [NaN, -5, Infinity]),
      });
      const { fxPx, shift } = solved(points);
      expect(relativeError(fxPx, 180)).toBeLessThan(1e-3);
      expect(relativeError(shift, 0.9)).toBeLessThan(1e-3);
    }
  });

  describe('with a known camera', () => {
    it('keeps its focal lengths, equal or not, and finds the shift', () => {
      fc.assert(
        fc.property(shots, fc.double({ min: 0.8, max: 1.25, noNaN: true }), (shot, pixelAspect) => {
          const fyPx = shot.focalPx * pixelAspect;
          const known = { fxPx: pixels(shot.focalPx), fyPx: pixels(fyPx) };
          const { shift, ...solution } = solved(pointMap({ ...shot, fyPx }), known);
          expect(solution).toMatchObject(known);
          expect(relativeError(shift, shot.shift)).toBeLessThan(1e-3);
        }),
        { numRuns: 50 },
      );
    });

    it('tells the shift of a plane seen head-on', () => {
      const shot = { size: { widthPx: 80, heightPx: 60 }, focalPx: 70, shift: 1.25, depth: () => 5 };
      expect(solved(pointMap(shot), { fxPx: pixels(70), fyPx: pixels(70) }).shift).toBeCloseTo(1.25, 5);
    });

    it('takes the points as lying about the middle of the picture, wherever its principal point', () => {
      const points = pointMap({ size: { widthPx: 80, heightPx: 60 }, focalPx: 70, shift: 1, depth: wallWithBoxes });
      const centred = centredIntrinsics(points.size, pixels(70));
      const offCentre = { ...centred, cxPx: pixels(33), cyPx: pixels(41) };
      expect(solved(points, offCentre)).toEqual(solved(points, centred));
    });
  });

  it('agrees with a brute-force search within 0.1 %', () => {
    fc.assert(
      fc.property(shots, fc.boolean(), (shot, isKnown) => {
        const size = { widthPx: 24, heightPx: 18 };
        const focalPx = (shot.focalPx * 24) / Math.max(shot.size.widthPx, shot.size.heightPx);
        const points = pointMap({ ...shot, size, focalPx, distort: rippled(0.02) });
        // A tenth off the truth, so that the fit leaves a residual.
        const knownPx = isKnown ? pixels(1.1 * focalPx) : undefined;
        const ours = solved(points, knownPx && { fxPx: knownPx, fyPx: knownPx });
        const theirs = bruteForce(points, knownPx);
        expect(relativeError(ours.fxPx, theirs.focalPx)).toBeLessThan(1e-3);
        expect(Math.abs(ours.shift - theirs.shift)).toBeLessThan(1e-3 * shotDepth(shot));
        expect(ours.reprojectionRmsPx).toBeCloseTo(theirs.rmsPx, 6);
      }),
      { numRuns: 20 },
    );
  });

  // The last three columns are what MoGe's own solve_optimal_focal_shift and solve_optimal_shift (commit 0744441, SciPy
  // 1.17.1) give for the same points at the pixels of PyTorch's nearest resize to 64 × 64.
  it.each([
    [518, 518, 400, -0.9, 0.02, false, 430, 400.271266, -0.8976421, -0.77353644],
    [518, 518, 400, -0.9, 0.02, true, 430, 400.287116, -0.8976259, -0.7705684],
    [700, 392, 900, 0.4, 0.03, false, 800, 901.951583, 0.40685493, 0.2414634],
    [700, 392, 900, 0.4, 0.03, true, 800, 900.416177, 0.40365022, 0.23722228],
    [300, 500, 210, -2.5, 0.05, false, 260, 210.643093, -2.4887266, -2.0593812],
    [300, 500, 210, -2.5, 0.05, true, 260, 210.55054, -2.4897177, -2.0465994],
  ] as const)(
    'agrees with MoGe within 0.1 %: %d × %d px, focal %d px, shift %d, ripple %d, masked: %s',
    (widthPx, heightPx, focalPx, shift, ripple, isMasked, knownPx, mogeFocalPx, mogeShift, mogeShiftOfKnown) => {
      const points = pointMap({
        size: { widthPx, heightPx },
        focalPx,
        shift,
        depth: (across, down) => 2 + 0.6 * Math.sin(7 * across) + 0.8 * Math.cos(5 * down),
        distort: rippled(ripple),
        ...(isMasked && { hasPoint: (column, row) => (column + 3 * row) % 7 > 1 && column < 0.75 * widthPx }),
      });
      const free = solved(points);
      expect(relativeError(free.fxPx, mogeFocalPx)).toBeLessThan(1e-3);
      expect(relativeError(free.shift, mogeShift)).toBeLessThan(1e-3);
      const known = solved(points, { fxPx: pixels(knownPx), fyPx: pixels(knownPx) });
      expect(relativeError(known.shift, mogeShiftOfKnown)).toBeLessThan(1e-3);
    },
  );

  // Plain least squares bends to outliers; the residual tells. Measured: the second to fourth column.
  it.each([
    [0.01, 0.0086, 0.028, 1.82],
    [0.05, 0.06, 0.21, 4.69],
    [0.2, 0.32, 1.08, 8.09],
  ])(
    'with a wrong depth at %d of the pixels errs by %d in focal, %d in shift, and reports %d px',
    (share, focalError, shiftError, rmsPx) => {
      const random = randomNumbers();
      const points = pointMap({
        size: { widthPx: 128, heightPx: 128 },
        focalPx: 120,
        shift: -0.8,
        depth: wallWithBoxes,
        distort: () => (random() < share ? [1, 1, 0.5 + 1.5 * random()] : [1, 1, 1]),
      });
      const { fxPx, shift, reprojectionRmsPx } = solved(points);
      expect(relativeError(fxPx, 120)).toBeLessThan(1.2 * focalError);
      expect(relativeError(shift, -0.8)).toBeLessThan(1.2 * shiftError);
      expect(reprojectionRmsPx).toBeGreaterThan(0.8 * rmsPx);
      expect(reprojectionRmsPx).toBeLessThan(1.2 * rmsPx);
    },
  );

  describe('refuses', () => {
    const size = { widthPx: 40, heightPx: 30 };
    const scene: Shot = { size, focalPx: 35, shift: 0.5, depth: wallWithBoxes };
    const camera = { fxPx: pixels(35), fyPx: pixels(35) };
    const withXyz = (of: (x: number, y: number, z: number, index: number) => readonly number[]): AffinePoints => {
      const points = pointMap(scene);
      for (let i = 0; i < points.xyz.length; i += 3) {
        points.xyz.set(of(points.xyz[i]!, points.xyz[i + 1]!, points.xyz[i + 2]!, i / 3), i);
      }
      return points;
    };
    const degenerate = (reason: string) => ({ kind: 'degenerate', reason });

    it.each([NaN, Infinity, -Infinity])('a point with %d among those that count', (value) => {
      const broken = withXyz((x, y, z, index) => (index === 777 ? [x, value, z] : [x, y, z]));
      expect(recoverFocalAndShift(broken)).toEqual(degenerate('notFinite'));
      const valid = new Uint8Array(40 * 30).fill(1);
      valid[777] = 0;
      expect(recoverFocalAndShift({ ...broken, valid })).toMatchObject({ kind: 'solved' });
    });

    it('fewer than 16 points', () => {
      const masked = (count: number) => pointMap({ ...scene, hasPoint: (column, row) => row * 40 + column < count });
      expect(recoverFocalAndShift(masked(0))).toEqual(degenerate('tooFewPoints'));
      expect(recoverFocalAndShift(masked(1))).toEqual(degenerate('tooFewPoints'));
      expect(recoverFocalAndShift(masked(15), camera)).toEqual(degenerate('tooFewPoints'));
      expect(recoverFocalAndShift(masked(16), camera)).toMatchObject({ kind: 'solved' });
    });

    it.each([1, 3, 1e4])('a plane seen head-on at depth %d', (depth) => {
      expect(recoverFocalAndShift(pointMap({ ...scene, depth: () => depth }))).toEqual(degenerate('noPerspective'));
    });

    it('a scene as seen from infinity', () => {
      const parallel = pointMap({ ...scene, depth: () => 1 });
      for (let i = 2; i < parallel.xyz.length; i += 3) parallel.xyz[i] = Math.sin(i);
      expect(recoverFocalAndShift(parallel)).toEqual(degenerate('noPerspective'));
    });

    it.each([
      ['the origin', [0, 0, 0]],
      ['the axis', [0, 0, 4]],
      ['one place', [1, -2, 3]],
    ])('points all at %s', (_, place) => {
      expect(recoverFocalAndShift(withXyz(() => place))).toEqual(degenerate('noPerspective'));
    });

    it('points mirrored through the axis', () => {
      expect(recoverFocalAndShift(withXyz((x, y, z) => [-x, -y, z]))).toEqual(degenerate('behindCamera'));
    });

    it('points most of which the fit leaves behind the camera', () => {
      const points = withXyz((x, y, z, index) => (index % 5 < 3 ? [-0.1 * x, -0.1 * y, 0] : [x, y, z + 3]));
      expect(recoverFocalAndShift(points)).toEqual(degenerate('behindCamera'));
    });

    it('a fit that does not converge', () => {
      // A point on the axis, of no weight but farther behind than the scene is deep by a factor of 10¹⁴.
      const points = withXyz((x, y, z, index) => (index === 0 ? [0, 0, -(2 ** 48)] : [x, y, z]));
      expect(recoverFocalAndShift(points, camera)).toEqual({ kind: 'notConverged' });
    });
  });
});

/** A fixed error of every coordinate, of the size that point maps of real models have. */
function rippled(amount: number): NonNullable<Shot['distort']> {
  const factor = (column: number, row: number, axis: number) =>
    1 + amount * Math.sin(12.9898 * column + 78.233 * row + axis);
  return (column, row) => [factor(column, row, 1), factor(column, row, 2), factor(column, row, 3)];
}

/** Numbers from 0 to 1 in an order that is always the same (a linear congruential generator). */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface BruteForceFit {
  readonly focalPx: number;
  readonly shift: number;
  readonly rmsPx: number;
}

/** The least re-projection error over all pixels, by trying shifts from near to far and narrowing down on the best. */
function bruteForce({ size, xyz }: AffinePoints, knownPx: number | undefined): BruteForceFit {
  const nearest = xyz.reduce((least, value, i) => (i % 3 === 2 ? Math.min(least, value) : least), Infinity);
  const at = (exponent: number) => reprojection(size, xyz, 10 ** exponent - nearest, knownPx);
  const exponents = Array.from({ length: 350 }, (_, i) => -3 + 0.02 * i);
  const errors = exponents.map((exponent) => at(exponent).rmsPx);
  const best = exponents[errors.indexOf(Math.min(...errors))]!;
  let [low, high] = [best - 0.02, best + 0.02];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let round = 0; round < 40; round++) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (at(left).rmsPx < at(right).rmsPx) high = right;
    else low = left;
  }
  return at((low + high) / 2);
}

function reprojection(
  { widthPx, heightPx }: ImageSize,
  xyz: Float32Array,
  shift: number,
  knownPx: number | undefined,
): BruteForceFit {
  const count = widthPx * heightPx;
  const u = (index: number) => (index % widthPx) + 0.5 - widthPx / 2;
  const v = (index: number) => Math.floor(index / widthPx) + 0.5 - heightPx / 2;
  const slopeX = (index: number) => xyz[3 * index]! / (xyz[3 * index + 2]! + shift);
  const slopeY = (index: number) => xyz[3 * index + 1]! / (xyz[3 * index + 2]! + shift);
  const sum = (term: (index: number) => number) => {
    let total = 0;
    for (let index = 0; index < count; index++) total += term(index);
    return total;
  };
  const focalPx =
    knownPx ?? sum((i) => slopeX(i) * u(i) + slopeY(i) * v(i)) / sum((i) => slopeX(i) ** 2 + slopeY(i) ** 2);
  const squares = sum((i) => (focalPx * slopeX(i) - u(i)) ** 2 + (focalPx * slopeY(i) - v(i)) ** 2);
  return { focalPx, shift, rmsPx: Math.sqrt(squares / count) };
}
