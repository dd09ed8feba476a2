import { describe, expect, it } from 'vitest';
import { measuredQuantities, type MeasuringFrame } from './measured-quantities';
import type { MeasurementKind } from './measurement';
import type { PickedPoint } from './picked-point';
import type { Vector } from './vector';

const frame: MeasuringFrame = { focal: 'good', scaleIsCorrected: false, followsFocal: true, up: undefined };
const point = (...position: Vector): PickedPoint => ({
  place: { xPx: 0, yPx: 0 },
  position,
  spreadMetres: 0,
  confidence: 1,
});
const measure = (kind: MeasurementKind, points: readonly Vector[], rest: Partial<MeasuringFrame> = {}) =>
  measuredQuantities(
    kind,
    points.map((each) => point(...each)),
    { ...frame, ...rest },
  );
const values = (...[kind, points, rest]: Parameters<typeof measure>) =>
  measure(kind, points, rest)?.map(({ value }) => value);

describe('measuredQuantities', () => {
  it('measures a distance and a path', () => {
    expect(
      values('distance', [
        [0, 0, 4],
        [3, 4, 4],
      ]),
    ).toEqual([5]);
    expect(
      values('path', [
        [0, 0, 4],
        [3, 4, 4],
        [3, 4, 6],
      ]),
    ).toEqual([7]);
  });

  it('measures a height along up, and none without an up', () => {
    const up = [0, -0.8, -0.6] as const;
    expect(
      values(
        'height',
        [
          [0, 0, 4],
          [9, -1, 3],
        ],
        { up },
      )![0],
    ).toBeCloseTo(1.4, 12);
    expect(
      values('height', [
        [0, 0, 4],
        [9, -1, 3],
      ]),
    ).toBeUndefined();
  });

  it('measures the angle at the middle place', () => {
    expect(
      values('angle', [
        [1, 0, 4],
        [0, 0, 4],
        [0, 2, 4],
      ])![0],
    ).toBeCloseTo(90, 12);
    expect(
      values('angle', [
        [1, 0, 4],
        [0, 0, 4],
        [-3, 0, 4],
      ])![0],
    ).toBeCloseTo(180, 12);
  });

  it('measures the area of a polygon with a notch, slanted in space', () => {
    // An L of 3 unit squares, in a plane whose depth grows as fast as y: √2 as large as seen.
    const shape = [
      [0, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 2],
      [0, 2],
    ] as const;
    expect(
      values(
        'area',
        shape.map(([x, y]) => [x, y, 5 + y] as const),
      )![0],
    ).toBeCloseTo(3 * Math.SQRT2, 12);
  });

  it('measures a box from a corner and the ends of its edges, turned as it likes', () => {
    const [a, b, c] = [
      [0.6, 0, 0.8],
      [0, 2, 0],
      [-2.4, 0, 1.8],
    ] as const;
    const from = (edge: Vector): Vector => [edge[0] + 1, edge[1] - 1, edge[2] + 6];
    const found = values('box', [[1, -1, 6], from(a), from(b), from(c)])!;
    [1, 2, 3, 6].forEach((expected, i) => expect(found[i]).toBeCloseTo(expected, 12));
    expect(measure('box', [[1, -1, 6], from(a), from(b), from(c)])!.map(({ dimension }) => dimension)).toEqual([
      'length',
      'length',
      'length',
      'volume',
    ]);
  });

  it('is nothing where a place has no depth', () => {
    expect(measuredQuantities('distance', [point(0, 0, 1), undefined], frame)).toBeUndefined();
  });
});

describe('±', () => {
  const plusMinus = (...args: Parameters<typeof measure>): number => measure(...args)![0]!.plusMinus;
  // Two points at one depth: what each adds along its ray is known exactly.
  const across: readonly Vector[] = [
    [-1, 0, 4],
    [1, 0, 4],
  ];

  it('across the view comes from scale and points alone, worked out by hand', () => {
    const moved = Math.hypot(2 + 0.005, 4 * 0.005) - 2;
    expect(plusMinus('distance', across)).toBeCloseTo(Math.hypot(0.24, moved, moved), 12);
    expect(plusMinus('distance', across, { focal: 'guess' })).toBe(plusMinus('distance', across));
  });

  it('in depth grows with distrust of the focal length; in metric depth the other way round', () => {
    const along: readonly Vector[] = [
      [0, 0, 2],
      [0, 0, 4],
    ];
    expect(plusMinus('distance', along, { focal: 'guess' })).toBeGreaterThan(2 * plusMinus('distance', along));
    const metric = { followsFocal: false };
    expect(plusMinus('distance', along, { ...metric, focal: 'guess' })).toBe(plusMinus('distance', along, metric));
    expect(plusMinus('distance', across, { ...metric, focal: 'guess' })).toBeGreaterThan(
      plusMinus('distance', across, metric),
    );
  });

  it('shrinks once a known length has set the scale, but not that of an angle', () => {
    const corrected = { scaleIsCorrected: true };
    expect(plusMinus('distance', across, corrected)).toBeLessThan(0.7 * plusMinus('distance', across));
    const corner: readonly Vector[] = [
      [1, 0, 4],
      [0, 0, 4],
      [0, 2, 4],
    ];
    expect(plusMinus('angle', corner, corrected)).toBeCloseTo(plusMinus('angle', corner), 12);
  });

  it('grows with the spread about a point and with doubt', () => {
    const along = [point(0, 0, 2), point(0, 0, 4)];
    const of = (change: Partial<PickedPoint>): number =>
      measuredQuantities('distance', along.with(1, { ...along[1]!, ...change }), frame)![0]!.plusMinus;
    expect(of({ spreadMetres: 0.4 })).toBeGreaterThan(of({}));
    expect(of({ confidence: 0.2 })).toBeGreaterThan(of({}));
    expect(of({ confidence: undefined })).toBe(of({ confidence: 0.5 }));
  });
});
