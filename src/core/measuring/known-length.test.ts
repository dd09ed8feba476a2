import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { focalFactorOf, scaleFactorOf } from './known-length';
import { lengthOf, scaled, subtract, type Vector } from './vector';

const coordinate = fc.double({ min: -20, max: 20, noNaN: true });
const point = fc.tuple(coordinate, coordinate, fc.double({ min: 0.5, max: 40, noNaN: true }));

describe('scaleFactorOf', () => {
  it('gives back any factor that the scene was shrunk by', () => {
    fc.assert(
      fc.property(point, point, fc.double({ min: 0.02, max: 50, noNaN: true }), (from, to, shrunk) => {
        fc.pre(lengthOf(subtract(to, from)) > 0.01);
        const trueMetres = lengthOf(subtract(to, from));
        const factor = scaleFactorOf({ from: scaled(from, 1 / shrunk), to: scaled(to, 1 / shrunk), trueMetres })!;
        expect(factor / shrunk).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is nothing for two points in one place, or a length that is a slip of the unit', () => {
    expect(scaleFactorOf({ from: [0, 0, 1], to: [0, 0, 1], trueMetres: 1 })).toBeUndefined();
    expect(scaleFactorOf({ from: [0, 0, 1], to: [1, 0, 1], trueMetres: 101 })).toBeUndefined();
    expect(scaleFactorOf({ from: [0, 0, 1], to: [1, 0, 1], trueMetres: 0.009 })).toBeUndefined();
  });
});

describe('focalFactorOf', () => {
  const canonical = { followsFocal: true };
  const withFocal = ([x, y, z]: Vector, factor: number): Vector => [x, y, z * factor];

  it('gives back the factor that a canonical scene’s focal length is off by, along the view', () => {
    const [from, to] = [
      [0.2, 0.5, 2],
      [-0.3, 0.6, 7],
    ] as const;
    const trueMetres = lengthOf(subtract(to, from));
    const known = { from: withFocal(from, 1 / 1.3), to: withFocal(to, 1 / 1.3), trueMetres };
    expect(focalFactorOf(known, canonical)).toBeCloseTo(1.3, 12);
  });

  it('is not offered across the view, where no focal length changes the length', () => {
    expect(focalFactorOf({ from: [0, 0, 2], to: [1, 0, 2], trueMetres: 1.2 }, canonical)).toBeUndefined();
    expect(focalFactorOf({ from: [0, 0, 2], to: [1, 0, 2.9], trueMetres: 5 }, canonical)).toBeUndefined();
  });

  it('is not offered where the true length is too short for what lies across, or depth does not follow the focal', () => {
    expect(focalFactorOf({ from: [0, 0, 2], to: [1, 0, 4], trueMetres: 0.9 }, canonical)).toBeUndefined();
    expect(focalFactorOf({ from: [0, 0, 2], to: [1, 0, 4], trueMetres: 1.2 }, canonical)).toBeUndefined();
    expect(focalFactorOf({ from: [0, 0, 2], to: [0, 0, 4], trueMetres: 3 }, { followsFocal: false })).toBeUndefined();
  });
});
