import { describe, expect, it } from 'vitest';
import { plane, renderDepth, sphere, viewOf, type View } from '../../../test/fixtures/analytic-scenes';
import type { FocalRequest } from '../camera/focal-request';
import type { PhotoFacts } from '../camera/resolve-camera';
import { pixels } from '../camera/units';
import { interpretPrediction, type Interpretation } from './interpret-prediction';
import { MaskReason } from './depth-rows';
import type { DepthModel } from './metric-depth';
import type { PointPrediction } from './prediction';

const validDepth = { unit: 'metre' as const, min: 0.01, max: 1000 };
const affine: DepthModel = {
  camera: { kind: 'affinePoints' },
  outputs: { points: 'points', metricScale: 'scale', validity: { name: 'mask', threshold: 0.5 } },
  validDepth,
};
const focalOutput: DepthModel = {
  camera: { kind: 'focalOutput' },
  outputs: { depth: 'depth', focal: 'focal' },
  validDepth,
};

/** 100 px of focal length on a grid of 80 × 60; the photo has 400 × 300 pixels, so there it is 500 px. */
const view = viewOf(80, 60, 100);
const scene = renderDepth(view, plane([0.2, 0.1, 1], 5), sphere([0.3, -0.2, 2.5], 0.8));
const photo: PhotoFacts = { size: { widthPx: 400, heightPx: 300 }, exif: undefined };
const METRIC_SCALE = 2.5;
const SHIFT = 0.7;

/** The points as a model would give them that lost `SHIFT` of z and measures in units of `METRIC_SCALE` metres. */
function affinePoints({ size, intrinsics }: View, depthMetres: Float32Array): PointPrediction {
  const points = new Float32Array(3 * depthMetres.length);
  depthMetres.forEach((metres, i) => {
    const z = metres / METRIC_SCALE;
    points[3 * i] = (((i % size.widthPx) + 0.5 - intrinsics.cxPx) / intrinsics.fxPx) * z;
    points[3 * i + 1] = ((Math.floor(i / size.widthPx) + 0.5 - intrinsics.cyPx) / intrinsics.fyPx) * z;
    points[3 * i + 2] = z - SHIFT;
  });
  return { size, points, metricScale: METRIC_SCALE };
}

function metric(interpretation: Interpretation): Extract<Interpretation, { kind: 'metric' }> {
  if (interpretation.kind !== 'metric') throw new Error(interpretation.kind);
  return interpretation;
}

const interpret = (prediction: PointPrediction, request?: FocalRequest, facts = photo) =>
  metric(interpretPrediction(prediction, facts, request, affine));

const worstError = (depthMetres: Float32Array): number =>
  Math.max(...depthMetres.map((metres, i) => Math.abs(metres / scene[i]! - 1)));

describe('points up to shift and scale', () => {
  it('tell the camera of a photo that nothing else is known of', () => {
    const { camera, depth } = interpret(affinePoints(view, scene));
    expect(camera).toMatchObject({ origin: 'model', trust: 'rough', assumptions: [] });
    expect(Math.abs(camera.intrinsics.fxPx / 500 - 1)).toBeLessThan(0.001);
    expect(worstError(depth.depthMetres)).toBeLessThan(0.001);
    expect(depth.intrinsics.fxPx).toBeCloseTo(camera.intrinsics.fxPx / 5, 9);
  });

  it('give way to a typed focal length: only the shift is sought', () => {
    const { camera, depth } = interpret(affinePoints(view, scene), { kind: 'px', focalPx: pixels(500) });
    expect(camera).toMatchObject({ origin: 'typed', intrinsics: { fxPx: 500 } });
    expect(worstError(depth.depthMetres)).toBeLessThan(0.001);
    const longer = interpret(affinePoints(view, scene), { kind: 'px', focalPx: pixels(1000) });
    expect(longer.camera.intrinsics.fxPx).toBe(1000);
    expect(longer.depth.depthMetres[0]).toBeGreaterThan(1.5 * scene[0]!);
  });

  it('give way to EXIF', () => {
    const exif = { orientation: 1 as const, focalLength35mm: 43.2666 };
    const { camera } = interpret(affinePoints(view, scene), undefined, { ...photo, exif });
    expect(camera.origin).toBe('exif35mm');
    expect(camera.intrinsics.fxPx).toBeCloseTo(500, 0);
  });

  it('are masked where the model says there is nothing, whatever stands there', () => {
    const prediction = affinePoints(view, scene);
    const validity = new Float32Array(scene.length).fill(0.9).fill(0.5, 0, 800);
    prediction.points.fill(7, 0, 2400);
    const { depth } = interpret({ ...prediction, validity });
    expect(worstError(depth.depthMetres.map((metres, i) => (i < 800 ? scene[i]! : metres)))).toBeLessThan(0.001);
    expect(Array.from(depth.mask)).toEqual(Array.from(validity, (value) => (value > 0.5 ? 0 : MaskReason.outOfRange)));
  });

  it('keep their normals, brought to unit length', () => {
    const normals = new Float32Array(3 * scene.length).fill(-2, 2 * scene.length);
    const { depth } = interpret({ ...affinePoints(view, scene), normals });
    expect(Array.from(depth.normals!.slice(0, 3))).toEqual([0, 0, -1]);
  });

  it('that fit no camera are said to, with the reason', () => {
    const wall = affinePoints(view, new Float32Array(scene.length).fill(3));
    expect(interpretPrediction(wall, photo, undefined, affine)).toEqual({
      kind: 'degenerate',
      reason: 'noPerspective',
    });
    const nothing = { ...affinePoints(view, scene), validity: new Float32Array(scene.length) };
    expect(interpretPrediction(nothing, photo, undefined, affine)).toEqual({
      kind: 'degenerate',
      reason: 'tooFewPoints',
    });
  });
});

describe('depth with the model’s own focal length', () => {
  // Depth Pro's input is square whatever the photo: 120 px of 80 across are 600 px of 400.
  const prediction = { size: { widthPx: 80, heightPx: 80 }, depth: new Float32Array(6400).fill(3), focalPx: 120 };

  it('is taken as it is where nothing else is known', () => {
    const { camera, depth } = metric(interpretPrediction(prediction, photo, undefined, focalOutput));
    expect(camera).toMatchObject({ origin: 'model', intrinsics: { fxPx: 600, fyPx: 600 } });
    expect(depth.depthMetres[0]).toBeCloseTo(3, 6);
    expect(depth.intrinsics).toMatchObject({ fxPx: 120, fyPx: 160 });
  });

  it('grows with a focal length known better', () => {
    const request: FocalRequest = { kind: 'px', focalPx: pixels(900) };
    const { camera, depth } = metric(interpretPrediction(prediction, photo, request, focalOutput));
    expect(camera.origin).toBe('typed');
    expect(depth.depthMetres[0]).toBeCloseTo(4.5, 6);
  });
});

it('applies the focal length as the photo was fed to a canonical model', () => {
  const canonical: DepthModel = {
    camera: { kind: 'canonical', focalPx: 300 },
    outputs: { depth: 'depth' },
    validDepth: { unit: 'graph', min: 0.01, max: 100 },
  };
  const prediction = { size: { widthPx: 80, heightPx: 60 }, depth: new Float32Array(4800).fill(2) };
  // Nothing is known: 0.8 · 400 px on the photo, a fifth of it as fed; 2 · 64 / 300.
  const { camera, depth } = metric(interpretPrediction(prediction, photo, undefined, canonical));
  expect(camera.origin).toBe('assumed');
  expect(depth.depthMetres[0]).toBeCloseTo(0.426667, 6);
});
