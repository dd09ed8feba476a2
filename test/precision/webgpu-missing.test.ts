import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InputGeometry } from '../../src/core/camera/input-geometry';
import { pixels } from '../../src/core/camera/units';
import { ModelStore } from '../../src/engine/inference/model-store';
import { filesAsTheyAre } from '../../src/engine/precision/converted-model';
import { probesInProcesses } from '../../src/engine/precision/probe';
import { testPicture } from '../../src/engine/precision/test-picture';
import { makeReference } from '../../src/engine/precision/reference';
import { verifyProvider } from '../../src/engine/precision/verify-provider';
import { builtProbe, modelsFolder } from '../fixtures/engines';
import { tempFolder } from '../fixtures/temp-folder';
import type { Trial } from '../../src/engine/precision/trial';

/** One run of a small graph is no burden. */
const NO_LIMITS = { longestMs: Infinity, fitsIntoMemory: true };

const folder = tempFolder();
const input = { widthPx: 96, heightPx: 64 };
const geometry: InputGeometry = { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx: pixels(80) };

async function trialOfEmbeddedModel(): Promise<Trial> {
  const model = await new ModelStore(modelsFolder).open('fathom-s');
  const photo = path.resolve(import.meta.dirname, '../../resources/samples/coffee.jpg');
  return {
    model,
    picture: await testPicture(photo, geometry, model.descriptor),
    threads: 2,
    converter: filesAsTheyAre,
    open: probesInProcesses(builtProbe, { openMs: 60_000, runMs: 100_000 }),
  };
}
const webgpu = (precision: 'fp16' | 'fp32') => ({ provider: 'webgpu', precision, reason: 'to be tried' });

describe('WebGPU', () => {
  it('without anything to run on is told, not thrown', async () => {
    const trial = await trialOfEmbeddedModel();
    const reference = await makeReference(trial, undefined, NO_LIMITS);
    const nowhere = path.join(folder, 'no-driver.json');
    Object.assign(process.env, { VK_DRIVER_FILES: nowhere, VK_ICD_FILENAMES: nowhere });
    const verdicts = await verifyProvider(trial, 'nothing', [webgpu('fp16'), webgpu('fp32')], reference);
    expect(verdicts).toMatchObject([
      { precision: 'fp16', status: 'notAvailable', reason: 'there is no fp16 graph of fathom-s' },
      { precision: 'fp32', status: 'notAvailable', created: false, ms: null },
    ]);
    expect(verdicts[1]!.reason).toContain('WebGPU finds nothing to run on');
  });
});
