import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pixels } from '../../src/core/camera/units';
import { filesAsTheyAre } from '../../src/engine/precision/converted-model';
import { probesInProcesses } from '../../src/engine/precision/probe';
import { testPicture } from '../../src/engine/precision/test-picture';
import { makeReference } from '../../src/engine/precision/reference';
import { verifyProvider } from '../../src/engine/precision/verify-provider';
import { builtProbe } from '../fixtures/engines';
import { madeUpModel } from '../fixtures/made-up-model';
import { encode, modelInit, node, tensor, value } from '../fixtures/onnx-models';
import { tempFolder } from '../fixtures/temp-folder';
import type { Trial } from '../../src/engine/precision/trial';

/** Chromium brings a Vulkan that computes on the processor, and the library by which programs find it. */
const CHROMIUM = '/usr/lib/chromium';
const driver = path.join(CHROMIUM, 'vk_swiftshader_icd.json');
const loader = path.join(CHROMIUM, 'libvulkan.so.1');
const isThere = existsSync(driver) && existsSync(loader);
if (!isThere) console.warn(`skipped: WebGPU on SwiftShader, since ${CHROMIUM} has no Vulkan`);

/** One run of a small graph is no burden. */
const NO_LIMITS = { longestMs: Infinity, fitsIntoMemory: true };

const folder = tempFolder();
const input = { widthPx: 32, heightPx: 24 };
const environment = { LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver };
const before = { ...process.env };

/** Depth is a weighted sum of the colours: one convolution, whose shader is compiled at once. */
async function oneConvolution(): Promise<Trial> {
  const weights = new Uint8Array(Float32Array.of(0.01, 0.02, 0.03).buffer);
  const graph = encode(
    modelInit({
      input: [value('image', [1, 3, 'h', 'w'])],
      output: [value('depth', [1, 1, 'h', 'w'])],
      node: [node('Conv', ['image', 'weights'], ['depth'])],
      initializer: [tensor('weights', { dims: [1n, 3n, 1n, 1n], rawData: weights })],
    }),
  );
  const file = path.join(folder, 'one-convolution.onnx');
  await writeFile(file, graph);
  const sha256 = createHash('sha256').update(graph).digest('hex');
  const descriptor = madeUpModel('one-convolution', input, { bytes: graph.length, sha256 });
  const geometry = { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx: pixels(30) };
  const photo = path.resolve(import.meta.dirname, '../../resources/samples/coffee.jpg');
  return {
    model: { descriptor, file, sha256, fingerprint: sha256, variant: () => Promise.resolve(undefined) },
    picture: await testPicture(photo, geometry, descriptor),
    threads: 1,
    converter: filesAsTheyAre,
    open: probesInProcesses(builtProbe, { openMs: 25_000, runMs: 25_000 }),
  };
}

describe.skipIf(!isThere)('WebGPU on SwiftShader', () => {
  beforeAll(async () => {
    await symlink(loader, path.join(folder, 'libvulkan.so.1'));
    Object.assign(process.env, environment);
  });
  afterAll(() => {
    for (const name of Object.keys(environment)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  });

  it('runs a graph in float32, and is proved right', async () => {
    const trial = await oneConvolution();
    const rung = { provider: 'webgpu', precision: 'fp32', reason: 'exact' } as const;
    const [verdict] = await verifyProvider(
      trial,
      'SwiftShader',
      [rung],
      await makeReference(trial, undefined, NO_LIMITS),
    );
    expect(verdict).toMatchObject({ created: true, ran: true, finite: true, status: 'passed' });
    expect(verdict!.absRelVsFp32).toBeLessThan(1e-4);
    expect(verdict!.ms).toBeGreaterThan(0);
  });
});
