import { copyFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { ModelStore } from '../../src/engine/inference/model-store';
import { removeFilesOf } from '../../src/engine/models/remove-model';
import { filesAsTheyAre } from '../../src/engine/precision/converted-model';
import { withCures } from '../../src/engine/precision/cured-graph';
import { modelsFolder } from '../fixtures/engines';
import { installSkeleton } from '../fixtures/skeletons';
import { tempFolder } from '../fixtures/temp-folder';

const ID = 'metric3d-vit-small';

async function installed() {
  const folder = tempFolder();
  await installSkeleton(ID, ID, folder);
  // ONNX Runtime follows no link out of the folder of the graph it opens.
  const weights = path.join(folder, ID, `${ID}.weights`);
  const stored = realpathSync(weights);
  rmSync(weights);
  copyFileSync(stored, weights);
  const store = new ModelStore(modelsFolder, folder);
  return { folder: path.join(folder, ID), store, model: await store.open(ID) };
}

describe('a graph for a provider', () => {
  it('is cured where the provider gets it wrong, lies beside its weights and loads', async () => {
    const { folder, model } = await installed();
    const file = (await withCures(filesAsTheyAre).fileFor(model, 'fp32', 'webgpu'))!;
    expect(path.dirname(file)).toBe(folder);
    expect(file).not.toBe(model.file);
    const session = await InferenceSession.create(file);
    expect(session.outputNames).toContain('predicted_depth');
    await session.release();
    const files = readdirSync(folder);
    expect(await withCures(filesAsTheyAre).fileFor(model, 'fp32', 'webgpu')).toBe(file);
    expect(readdirSync(folder)).toEqual(files);
  });

  it('is the model’s own where the provider gets it right', async () => {
    const { model } = await installed();
    expect(await withCures(filesAsTheyAre).fileFor(model, 'fp32', 'cpu')).toBe(model.file);
    const embedded = await new ModelStore(modelsFolder, undefined).open('fathom-s');
    expect(await withCures(filesAsTheyAre).fileFor(embedded, 'fp32', 'webgpu')).toBe(embedded.file);
  });

  it('goes with its model', async () => {
    const { folder, store, model } = await installed();
    await withCures(filesAsTheyAre).fileFor(model, 'fp32', 'webgpu');
    await removeFilesOf(await store.find(ID), new AbortController().signal);
    expect(readdirSync(folder)).toEqual(['descriptor.json']);
  });
});
