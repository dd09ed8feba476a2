import { createHash } from 'node:crypto';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pixels } from '../../src/core/camera/units';
import { modelChoiceSchema } from '../../src/contract/estimate';
import { createEngine, type Engine } from '../../src/engine/engine';
import type { Estimate, EstimateRequest } from '../../src/engine/estimate';
import { estimateDepth } from '../../src/engine/estimate-depth';
import { engineConfig } from '../fixtures/engines';
import { installSkeleton } from '../fixtures/skeletons';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const userModelsFolder = path.join(folder, 'models');
const photo = path.join(folder, 'photo.png');
let engine: Engine;

beforeAll(async () => {
  const rgb = Buffer.from(Uint8Array.from({ length: 120 * 90 * 3 }, (_, i) => (i * i * 7 + (i % 360)) % 256));
  await sharp(rgb, { raw: { width: 120, height: 90, channels: 3 } })
    .blur(3)
    .png()
    .toFile(photo);
  engine = createEngine({ ...engineConfig(path.join(folder, 'cache')), userModelsFolder });
});

afterAll(async () => {
  await engine.predictor.release();
});

const estimate = (model: string, focal?: EstimateRequest['focal']): Promise<Estimate> =>
  estimateDepth(engine, photo, { ...modelChoiceSchema.parse({ model }), focal });

/** Every depth that counts is a positive number of metres, every normal that counts has unit length. */
function expectMetric({ depth }: Estimate): void {
  const { size, depthMetres, mask, normals } = depth;
  expect(depthMetres).toHaveLength(size.widthPx * size.heightPx);
  expect(normals).toHaveLength(3 * depthMetres.length);
  const counted = Array.from(mask.keys()).filter((i) => mask[i] === 0);
  expect(counted.length).toBeGreaterThan(0);
  expect(counted.every((i) => depthMetres[i]! > 0 && Number.isFinite(depthMetres[i]))).toBe(true);
  const lengths = counted.map((i) => Math.hypot(normals![3 * i]!, normals![3 * i + 1]!, normals![3 * i + 2]!));
  expect(lengths.every((length) => length === 0 || Math.abs(length - 1) < 1e-5)).toBe(true);
}

const digest = (array: Float32Array): string => createHash('sha256').update(array).digest('hex');

describe('a canonical model with its weights beside the graph: Metric3D', () => {
  it('gives metric depth that grows with the focal length, from one run', async () => {
    await installSkeleton('metric3d-vit-small', 'metric3d-vit-small', userModelsFolder);
    const first = await estimate('metric3d-vit-small', { kind: 'px', focalPx: pixels(100) });
    await first.remember();
    expectMetric(first);
    // 120 × 90 in 1064 × 616: 821 × 616, bars to the left and right.
    expect(first.depth.size).toEqual({ widthPx: 821, heightPx: 616 });
    expect(first.camera).toMatchObject({ origin: 'typed', intrinsics: { fxPx: 100 } });
    const second = await estimate('metric3d-vit-small', { kind: 'px', focalPx: pixels(200) });
    expect(second.ms.infer).toBe(0);
    expect(second.depth.depthMetres[0]).toBeCloseTo(2 * first.depth.depthMetres[0]!, 4);
  });
});

describe('affine points with a mask and a scale: MoGe-2', () => {
  it('gives points and their scale, of which made-up weights show no perspective, and says so', async () => {
    await installSkeleton('moge-2-vits-normal', 'moge-2-vits-normal', userModelsFolder);
    const remembering = vi.spyOn(engine.cache!, 'write');
    const noCamera = { failure: { code: expect.stringMatching(/SceneDegenerate|CameraNotFound/) as string } };
    await expect(estimate('moge-2-vits-normal')).rejects.toMatchObject(noCamera);
    const [, prediction] = remembering.mock.calls[0]!;
    await remembering.mock.results[0]!.value;
    remembering.mockRestore();
    // √(392000 · 4/3) = 722.96, √(392000 · 3/4) = 542.22
    expect(prediction.size).toEqual({ widthPx: 723, heightPx: 542 });
    const pixelCount = 723 * 542;
    expect(prediction.points).toHaveLength(3 * pixelCount);
    expect(prediction.points!.every(Number.isFinite)).toBe(true);
    expect(prediction.points && prediction.metricScale).toBeGreaterThan(0);
    expect(prediction.normals).toHaveLength(3 * pixelCount);
    expect(prediction.validity!.every((value) => value >= 0 && value <= 1)).toBe(true);
    // The answer is the cache's now: a batch that goes on costs no second run for the same photo.
    const predicting = vi.spyOn(engine.predictor, 'predict');
    await expect(estimate('moge-2-vits-normal')).rejects.toMatchObject(noCamera);
    expect(predicting).not.toHaveBeenCalled();
  });
});

describe('metric depth: Depth Anything V2', () => {
  it('gives metric depth whatever the focal length', async () => {
    await installSkeleton('depth-anything-v2-metric-small', 'depth-anything-v2-metric-indoor-small', userModelsFolder);
    const first = await estimate('depth-anything-v2-metric-indoor-small');
    await first.remember();
    expectMetric(first);
    // 518 · 4/3 = 690.7 → 686
    expect(first.depth.size).toEqual({ widthPx: 686, heightPx: 518 });
    expect(first.camera.origin).toBe('assumed');
    expect(first.depth.depthMetres.every((metres) => metres <= 20)).toBe(true);
    const second = await estimate('depth-anything-v2-metric-indoor-small', { kind: 'px', focalPx: pixels(200) });
    expect(digest(second.depth.depthMetres)).toBe(digest(first.depth.depthMetres));
  });
});
