import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { modelsFolder } from '../../../test/fixtures/engines';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { modelDescriptorSchema } from '../../core/models/descriptor';
import { ModelStore } from './model-store';

const GRAPH = 'what a graph might be';
const root = tempFolder();
let folder: string;
let count = 0;

/** A store of one model `m`, whose file is `m.onnx`. */
beforeEach(async () => {
  folder = path.join(root, String(count++));
  await mkdir(folder);
  const embedded = modelDescriptorSchema.parse(
    JSON.parse(await readFile(path.join(modelsFolder, 'fathom-s.json'), 'utf8')),
  );
  const sha256 = createHash('sha256').update(GRAPH).digest('hex');
  const descriptor = {
    ...embedded,
    id: 'm',
    name: 'M',
    files: [{ name: 'm.onnx', bytes: GRAPH.length, sha256, urls: [] }],
  };
  await writeFile(at('m.json'), JSON.stringify(descriptor));
  await writeFile(at('m.onnx'), GRAPH);
});

const at = (name: string): string => path.join(folder, name);
const failure = (code: string, words: string) => ({
  failure: { code, message: expect.stringContaining(words) as string, remedy: expect.stringMatching(/.+\./) as string },
});

describe('ModelStore', () => {
  it('opens a model whose file is the one its descriptor names', async () => {
    expect(await new ModelStore(folder).open('m')).toMatchObject({ file: at('m.onnx'), descriptor: { id: 'm' } });
  });

  it('says ModelMissing for a model there is not, and for one whose file is not there', async () => {
    const store = new ModelStore(folder);
    await expect(store.open('n')).rejects.toMatchObject(failure('ModelMissing', '"n"'));
    await rm(at('m.onnx'));
    await expect(store.open('m')).rejects.toMatchObject(failure('ModelMissing', at('m.onnx')));
  });

  it.each([
    ['shorter', GRAPH.slice(1)],
    ['of the same length', GRAPH.replace('w', 'W')],
  ])('says ModelCorrupt for a file that is another, %s', async (_, content) => {
    await writeFile(at('m.onnx'), content);
    await expect(new ModelStore(folder).open('m')).rejects.toMatchObject(failure('ModelCorrupt', at('m.onnx')));
  });

  it.each(['{', '{}'])('says ModelCorrupt for a descriptor that is none: %s', async (text) => {
    await writeFile(at('m.json'), text);
    await expect(new ModelStore(folder).open('m')).rejects.toMatchObject(failure('ModelCorrupt', at('m.json')));
  });

  it('looks again after a failure, and not after a success', async () => {
    const store = new ModelStore(folder);
    await writeFile(at('m.onnx'), 'broken');
    await expect(store.open('m')).rejects.toMatchObject(failure('ModelCorrupt', 'm.onnx'));
    await writeFile(at('m.onnx'), GRAPH);
    const opened = await store.open('m');
    await rm(at('m.onnx'));
    expect(await store.open('m')).toBe(opened);
  });

  it('does not leave its folder, whatever the id', async () => {
    const store = new ModelStore(path.join(folder, 'inner'));
    await expect(store.open('../m')).rejects.toMatchObject(failure('ModelMissing', '../m'));
  });

  it('lists the models with the state of their files', async () => {
    const status = async () => (await new ModelStore(folder).list()).map((model) => [model.id, model.status]);
    await writeFile(at('notes.txt'), '');
    await writeFile(at('b.json'), 'no descriptor');
    expect(await status()).toEqual([
      ['b', 'corrupt'],
      ['m', 'ready'],
    ]);
    await writeFile(at('m.onnx'), 'broken');
    expect(await status()).toContainEqual(['m', 'corrupt']);
    await rm(at('m.onnx'));
    expect(await status()).toContainEqual(['m', 'missing']);
  });

  it('lists none where there is no folder', async () => {
    expect(await new ModelStore(at('nowhere')).list()).toEqual([]);
  });
});
