import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plane, renderDepth, viewOf, type Vector, type View } from '../../../test/fixtures/analytic-scenes';
import { centredIntrinsics } from '../camera/intrinsics';
import { pixels } from '../camera/units';
import { MaskReason } from './depth-rows';
import { toMetricDepth, type DepthModel, type PredictedPhoto } from './metric-depth';
import { normalsFromDepth } from './normals-from-depth';
import type { DepthPrediction } from './prediction';

const canonicalFocalPx = 500;
const model: DepthModel = {
  camera: { kind: 'canonical', focalPx: canonicalFocalPx },
  outputs: { depth: 'depth' },
  validDepth: { unit: 'graph', min: 0.05, max: 160 },
};

function photoOf(widthPx: number, heightPx: number, focalPx: number, fedFocalPx: number): PredictedPhoto {
  const size = { widthPx, heightPx };
  return { size, intrinsics: centredIntrinsics(size, pixels(focalPx)), fedFocalPx: pixels(fedFocalPx) };
}

/** A photo that is fed as it is. */
function photoAsFed({ size, intrinsics }: View): PredictedPhoto {
  return { size, intrinsics, fedFocalPx: intrinsics.fxPx };
}

function rowOf(...depth: number[]): DepthPrediction {
  return { size: { widthPx: depth.length, heightPx: 1 }, depth: Float32Array.from(depth) };
}

function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

describe('depth', () => {
  it('of a canonical model is scaled by the fed focal length over the canonical one', () => {
    const { depthMetres } = toMetricDepth(rowOf(1, 2.5, 80), photoOf(3, 1, 10, 400), model);
    expect(depthMetres).toEqual(Float32Array.of(0.8, 2, 64));
  });

  it('of a metric model is kept', () => {
    const metric = { ...model, camera: { kind: 'metric' as const } };
    const { depthMetres } = toMetricDepth(rowOf(1, 2.5, 80), photoOf(3, 1, 10, 400), metric);
    expect(depthMetres).toEqual(Float32Array.of(1, 2.5, 80));
  });

  it('of a model with a focal length of its own grows with the true one, both across the width', () => {
    const focalOutput = { ...model, camera: { kind: 'focalOutput' as const } };
    // 800 px over 6 columns are 400 over 3, half as much again as the model's; the fed mean says nothing.
    const photo = photoOf(6, 1, 800, 77);
    const { depthMetres } = toMetricDepth({ ...rowOf(1, 2.5, 8), focalPx: 400 / 1.5 }, photo, focalOutput);
    [1.5, 3.75, 12].forEach((metres, i) => expect(depthMetres[i]).toBeCloseTo(metres, 6));
  });

  it('of a model with a focal length of its own is kept at just that', () => {
    const focalOutput = { ...model, camera: { kind: 'focalOutput' as const } };
    const { depthMetres } = toMetricDepth({ ...rowOf(1, 2.5), focalPx: 40 }, photoOf(2, 1, 40, 77), focalOutput);
    expect(depthMetres).toEqual(Float32Array.of(1, 2.5));
  });

  it('comes with the photo’s camera on the prediction’s grid', () => {
    const { size, intrinsics } = toMetricDepth(
      { size: { widthPx: 4, heightPx: 2 }, depth: new Float32Array(8).fill(1) },
      {
        size: { widthPx: 400, heightPx: 100 },
        intrinsics: { fxPx: pixels(300), fyPx: pixels(200), cxPx: pixels(210), cyPx: pixels(40) },
        fedFocalPx: pixels(3.5),
      },
      model,
    );
    expect(size).toEqual({ widthPx: 4, heightPx: 2 });
    expect(intrinsics).toEqual({ fxPx: 3, fyPx: 4, cxPx: 2.1, cyPx: 0.8 });
  });

  it('leaves the prediction as it was, for another focal length', () => {
    const prediction = { ...rowOf(1, 2), normals: Float32Array.of(0, 0, 0, 0, -1, -1) };
    const before = structuredClone(prediction);
    toMetricDepth(prediction, photoOf(2, 1, 10, 400), model);
    expect(prediction).toEqual(before);
  });
});

describe('the mask', () => {
  const sky = { beyond: 140, doubtfulBeyond: 60, confidenceBelow: 0.02 };
  const maskOf = (prediction: DepthPrediction, changes: Partial<DepthModel>): number[] =>
    Array.from(toMetricDepth(prediction, photoOf(8, 1, 10, 5), { ...model, ...changes }).mask);
  const confident = (prediction: DepthPrediction, ...confidence: number[]): DepthPrediction => ({
    ...prediction,
    confidence: Float32Array.from(confidence),
  });

  it('takes out what lies outside the valid range, in the graph’s own unit', () => {
    const { outOfRange } = MaskReason;
    // 0.05 is a little more in float32 than the limit, 160 is exact.
    expect(maskOf(rowOf(0.04, 0.05, 160, 161, 0, -3), {})).toEqual([
      outOfRange,
      0,
      0,
      outOfRange,
      outOfRange,
      outOfRange,
    ]);
  });

  it('takes out what lies outside the valid range in metres, where that is its unit', () => {
    const range = { validDepth: { unit: 'metre' as const, min: 1, max: 2 } };
    const { outOfRange } = MaskReason;
    // Fed at 5 px, canonical depth of 500 px shrinks to a hundredth.
    expect(maskOf(rowOf(99, 101, 199, 201, 1), range)).toEqual([outOfRange, 0, 0, outOfRange, outOfRange]);
  });

  it('takes out what the model itself declares to have no depth', () => {
    const outputs = { depth: 'depth', validity: { name: 'mask', threshold: 0.5 } };
    const prediction = { ...rowOf(1, 1, 1, 1), validity: Float32Array.of(0.49, 0.5, 0.51, NaN) };
    const { outOfRange } = MaskReason;
    expect(maskOf(prediction, { outputs })).toEqual([outOfRange, outOfRange, 0, outOfRange]);
  });

  it('takes out what the model itself declares to be sky', () => {
    const outputs = { depth: 'depth', sky: { name: 'sky', threshold: 0.25 } };
    const prediction = { ...rowOf(1, 1, 1, 170), sky: Float32Array.of(0.24, 0.25, 1, 1) };
    expect(maskOf(prediction, { outputs })).toEqual([0, MaskReason.sky, MaskReason.sky, MaskReason.outOfRange]);
  });

  it('takes out what is no number', () => {
    expect(maskOf(rowOf(NaN, Infinity, 1), {})).toEqual([MaskReason.outOfRange, MaskReason.outOfRange, 0]);
  });

  it('takes out the sky: what is far, and what is rather far and not believed', () => {
    const prediction = confident(rowOf(139, 140, 60, 59.9, 60), 0.5, 0.5, 0.01, 0.01, 0.03);
    expect(maskOf(prediction, { sky })).toEqual([0, MaskReason.sky, MaskReason.sky, 0, 0]);
  });

  it('takes out only what is far where the model gives no confidence', () => {
    expect(maskOf(rowOf(139, 140, 60), { sky })).toEqual([0, MaskReason.sky, 0]);
  });

  it('takes out no sky where the model has no rule for it', () => {
    expect(maskOf(confident(rowOf(139, 140, 60), 0, 0, 0), {})).toEqual([0, 0, 0]);
  });

  it('gives out of range as the reason beyond both', () => {
    expect(maskOf(rowOf(170), { sky })).toEqual([MaskReason.outOfRange]);
  });
});

describe('normals', () => {
  it('become normalise(nx, ny, nz · f_canonical / f_fed), interleaved', () => {
    const prediction = { ...rowOf(1, 1), normals: Float32Array.of(0.6, 0, 0, 0.8, -0.8, -0.6) };
    const { normals } = toMetricDepth(prediction, photoOf(2, 1, 10, 250), model);
    const first = unit([0.6, 0, -1.6]);
    const second = unit([0, 0.8, -1.2]);
    expect(normals).toHaveLength(6);
    [...first, ...second].forEach((value, i) => expect(normals![i]).toBeCloseTo(value, 6));
  });

  it('of a metric model are only brought to unit length', () => {
    const prediction = { ...rowOf(1), normals: Float32Array.of(0, 3, -4) };
    const { normals } = toMetricDepth(prediction, photoOf(1, 1, 10, 250), { ...model, camera: { kind: 'metric' } });
    [0, 0.6, -0.8].forEach((value, i) => expect(normals![i]).toBeCloseTo(value, 6));
  });

  it('of nothing stay nothing', () => {
    const prediction = { ...rowOf(1), normals: new Float32Array(3) };
    expect(toMetricDepth(prediction, photoOf(1, 1, 10, 250), model).normals).toEqual(new Float32Array(3));
  });

  it('agree with those of the metric depth itself, on any plane and at any focal length', () => {
    const slope = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    const focal = fc.double({ min: 30, max: 3000, noNaN: true });
    fc.assert(
      fc.property(slope, slope, focal, (a, b, focalPx) => {
        const view = viewOf(9, 7, focalPx);
        const normal = unit([-a, -b, -1]);
        // In the canonical scene z is stretched by f_canonical / f, so the plane's normal loses as much of its z.
        const stretch = canonicalFocalPx / focalPx;
        const canonicalNormal = unit([-a, -b, -1 / stretch]);
        const depth = renderDepth(view, plane(normal, -3)).map((metres) => metres * stretch);
        const planarNormals = new Float32Array(3 * depth.length);
        canonicalNormal.forEach((value, i) => planarNormals.fill(value, i * depth.length, (i + 1) * depth.length));
        const prediction = { size: view.size, depth, normals: planarNormals };
        const { normals } = toMetricDepth(prediction, photoAsFed(view), model);
        const errors = normals!.map((value, i) => Math.abs(value - normal[i % 3]!));
        expect(Math.max(...errors)).toBeLessThan(1e-5);
      }),
    );
  });

  it('come from depth where the model gives none', () => {
    const view = viewOf(9, 7, canonicalFocalPx);
    const depth = renderDepth(view, plane(unit([0.2, 0.3, 1]), 2));
    const map = toMetricDepth({ size: view.size, depth }, photoAsFed(view), model);
    expect(map.normals).toEqual(normalsFromDepth(map));
  });
});

it('hands on the confidence, and its absence', () => {
  const confidence = Float32Array.of(0.25, 0.75);
  expect(toMetricDepth({ ...rowOf(1, 2), confidence }, photoOf(2, 1, 10, 5), model).confidence).toEqual(confidence);
  expect(toMetricDepth(rowOf(1, 2), photoOf(2, 1, 10, 5), model).confidence).toBeUndefined();
});
