import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Prediction } from '../depth/prediction';
import type { ModelOutputs } from '../models/descriptor';
import { comparePredictions } from './compare-predictions';
import { findDriftFault } from './judge-drift';

const size = { widthPx: 20, heightPx: 10 };
const PIXELS = 200;
const plane = (value: (i: number) => number, channels = 1): Float32Array =>
  Float32Array.from({ length: channels * PIXELS }, (_, i) => value(i));
const depths: ModelOutputs = { depth: 'depth' };
const depth = (value: (i: number) => number, rest: Partial<Prediction> = {}): Prediction =>
  ({ size, depth: plane(value), ...rest }) as Prediction;

const reference = depth((i) => 1 + i / 10);
const faultOf = (prediction: Prediction, precision: Parameters<typeof findDriftFault>[1] = 'fp16') =>
  findDriftFault(comparePredictions(prediction, reference, depths), precision);

describe('comparePredictions and findDriftFault', () => {
  it('finds nothing between a prediction and itself', () => {
    expect(comparePredictions(reference, reference, depths)).toEqual({
      relativeMean: 0,
      relativeP99: 0,
      scaleRatio: 1,
      scalarError: 0,
      normalDegrees: undefined,
      maskAgreement: undefined,
    });
  });

  it('allows each precision its own mean error', () => {
    const off = (error: number) => depth((i) => (1 + i / 10) * (1 + (i % 2 ? error : -error)));
    // Symmetric errors, so that their median stays at one of both: tell the mean from the scale by halves of it.
    const mixed = (error: number) => depth((i) => (1 + i / 10) * (i % 3 === 0 ? 1 + 3 * error : 1));
    expect(comparePredictions(off(0.004), reference, depths).relativeMean).toBeCloseTo(0.004, 5);
    expect(faultOf(mixed(0.009))).toBeUndefined();
    expect(faultOf(mixed(0.011))).toContain('differs from float32 by 1.1 %, allowed are 1 %');
    expect(faultOf(mixed(0.011), 'bf16')).toBeUndefined();
    expect(faultOf(mixed(0.021), 'bf16')).toContain('differs');
    expect(faultOf(mixed(0.029), 'int8')).toBeUndefined();
    expect(faultOf(mixed(0.006), 'tf32')).toContain('differs');
    expect(faultOf(mixed(0.0009), 'fp32')).toBeUndefined();
    expect(faultOf(mixed(0.0011), 'fp32')).toContain('differs');
  });

  it('sees a few pixels that are far off, and a scale that is off everywhere', () => {
    expect(faultOf(depth((i) => (1 + i / 10) * (i < 4 ? 1.3 : 1)))).toContain('one pixel in a hundred');
    expect(faultOf(depth((i) => (1 + i / 10) * 1.006))).toContain('scales depth by 1.0060');
    expect(faultOf(depth((i) => -(1 + i / 10)))).toContain('differs');
  });

  it('allows int8 a scale of its own, of no more than its mean error', () => {
    expect(
      faultOf(
        depth((i) => (1 + i / 10) * 1.029),
        'int8',
      ),
    ).toBeUndefined();
    expect(
      faultOf(
        depth((i) => (1 + i / 10) * 1.031),
        'int8',
      ),
    ).toContain('differs');
  });

  it('passes nothing that is no number, wherever it stands', () => {
    fc.assert(
      fc.property(fc.nat(PIXELS - 1), fc.constantFrom(NaN, Infinity, -Infinity), (at, value) => {
        expect(faultOf(depth((i) => (i === at ? value : 1 + i / 10)))).toBeDefined();
      }),
    );
  });

  it('compares points by their distance, and the scale that goes with them', () => {
    const points = (metricScale: number, z: number): Prediction => ({
      size,
      points: plane((i) => [3, 4, z][i % 3]!, 3),
      metricScale,
    });
    const outputs: ModelOutputs = { points: 'points', metricScale: 'scale' };
    const faultBetween = (a: Prediction, b: Prediction) => findDriftFault(comparePredictions(a, b, outputs), 'fp16');
    expect(comparePredictions(points(1, 12.13), points(1, 12), outputs).relativeMean).toBeCloseTo(0.01, 5);
    expect(faultBetween(points(1, 12), points(1, 12))).toBeUndefined();
    expect(faultBetween(points(1.01, 12), points(1, 12))).toContain('the camera or the scale');
    expect(faultBetween(points(NaN, 12), points(1, 12))).toContain('any amount');
  });

  it('leaves out pixels that the reference gives no depth, and compares the masks', () => {
    const outputs: ModelOutputs = {
      depth: 'depth',
      validity: { name: 'v', threshold: 0.5 },
      sky: { name: 's', threshold: 0.5 },
    };
    const masked = (wrong: number, value: number): Prediction =>
      depth((i) => (i < 50 ? value : 1 + i), {
        validity: plane((i) => (i < 50 ? 0 : i < 50 + wrong ? 0 : 1)),
        sky: plane(() => 0),
      });
    const against = (prediction: Prediction) => comparePredictions(prediction, masked(0, 1), outputs);
    expect(against(masked(0, 99))).toMatchObject({ relativeMean: 0, maskAgreement: 1 });
    expect(against(masked(2, 1)).maskAgreement).toBeCloseTo(0.99);
    expect(findDriftFault(against(masked(2, 1)), 'fp16')).toBeUndefined();
    expect(findDriftFault(against(masked(3, 1)), 'fp16')).toContain('masks other pixels: 1.5 % differ');
    expect(findDriftFault(against(depth((i) => 1 + i)), 'fp16')).toBeDefined();
  });

  it('measures the angle between normals', () => {
    const outputs: ModelOutputs = { depth: 'depth', normal: { name: 'n', layout: 'planar' } };
    const turned = (degrees: number): Prediction =>
      depth(() => 1, {
        normals: plane((i) => [0, Math.sin((degrees * Math.PI) / 180), 2][Math.floor(i / PIXELS)]!, 3).map((v, i) =>
          i < 2 * PIXELS ? 2 * v : 2 * Math.cos((degrees * Math.PI) / 180),
        ),
      });
    const faultOfTurn = (degrees: number) => {
      const drift = comparePredictions(turned(degrees), turned(0), outputs);
      expect(drift.normalDegrees).toBeCloseTo(degrees, 3);
      return findDriftFault(drift, 'fp16');
    };
    expect(faultOfTurn(1.9)).toBeUndefined();
    expect(faultOfTurn(2.1)).toBe('turns normals by 2.1°');
    expect(
      findDriftFault(
        comparePredictions(
          depth(() => 1),
          turned(0),
          outputs,
        ),
        'fp16',
      ),
    ).toBeDefined();
  });
});
