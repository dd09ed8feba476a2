import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { modelsFolder } from '../../../test/fixtures/engines';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { modelDescriptorSchema, type ModelDescriptor, type ModelFile } from '../../core/models/descriptor';
import { pullModel } from '../models/pull-model';
import { removeModel } from '../models/remove-model';
import { verifyModelFiles } from '../models/verify-model-files';
import { ModelStore } from './model-store';

const root = tempFolder();
const embedded = modelDescriptorSchema.parse(
  JSON.parse(await readFile(path.join(modelsFolder, 'fathom-s.json'), 'utf8')),
);
let count = 0;
let bundled: string;
let user: string;
let store: ModelStore;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Without the variants, which only what comes with Fathom may have. */
const model = (id: string, ...files: ModelFile[]): ModelDescriptor => ({
  ...embedded,
  id,
  name: id,
  files,
  variants: undefined,
});
const pinned = (name: string, content: string): ModelFile => ({
  name,
  bytes: content.length,
  sha256: hashOf(content),
  urls: [`https://example.org/${name}`],
});

async function write(content: string, ...names: string[]): Promise<void> {
  const file = path.join(...(names as [string]));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}

const statuses = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await store.list()).map(({ id, status }) => [id, status]));

/** One bundled model; a catalogue of one that can be pulled, with weights beside its graph, and one that cannot. */
beforeEach(async () => {
  bundled = path.join(root, String(count), 'bundled');
  user = path.join(root, String(count++), 'user');
  store = new ModelStore(bundled, user);
  await write(JSON.stringify(model('ours', pinned('ours.onnx', 'ours'))), bundled, 'ours.json');
  await write('ours', bundled, 'ours.onnx');
  const entries = [
    model('known', pinned('graph.onnx', 'graph'), pinned('graph.onnx_data', 'weights')),
    model('unknown', { name: 'graph.onnx', urls: [] }),
  ];
  await write(JSON.stringify(entries), bundled, 'catalogue.json');
});

describe('ModelStore with a catalogue', () => {
  it('lists what comes with Fathom first, then the catalogue, saying how each can be had', async () => {
    const models = await store.list();
    expect(models.map(({ id, status }) => [id, status])).toEqual([
      ['ours', 'ready'],
      ['known', 'pull'],
      ['unknown', 'import'],
    ]);
    expect(models.map(({ bytes }) => bytes)).toEqual([4, 12, undefined]);
  });

  it('says how to get a model that is not here', async () => {
    await expect(store.open('known')).rejects.toMatchObject({
      failure: { code: 'ModelMissing', remedy: expect.stringContaining('fathom models pull known') as string },
    });
    await expect(store.open('unknown')).rejects.toMatchObject({
      failure: {
        code: 'ModelMissing',
        remedy: expect.stringContaining('fathom models import FILE --as unknown') as string,
      },
    });
  });

  it('opens a pulled model once all its files are whole', async () => {
    await write('graph', user, 'known', 'graph.onnx');
    expect(await statuses()).toMatchObject({ known: 'pull' });
    await write('weight?', user, 'known', 'graph.onnx_data');
    expect(await statuses()).toMatchObject({ known: 'corrupt' });
    await write('weights', user, 'known', 'graph.onnx_data');
    expect(await store.open('known')).toMatchObject({
      file: path.join(user, 'known', 'graph.onnx'),
      sha256: hashOf(`${hashOf('graph')}\n${hashOf('weights')}`),
    });
  });

  it('trusts no file whose hash nobody has pinned', async () => {
    await write('anything', user, 'unknown', 'graph.onnx');
    await expect(store.open('unknown')).rejects.toMatchObject({ failure: { code: 'ModelMissing' } });
    await write(JSON.stringify(model('unknown', pinned('graph.onnx', 'anything'))), user, 'unknown', 'descriptor.json');
    expect(await store.open('unknown')).toMatchObject({ sha256: hashOf('anything') });
  });

  it('lists imported models of no catalogue last, and misses their files', async () => {
    await write(JSON.stringify(model('mine', pinned('mine.onnx', 'mine'))), user, 'mine', 'descriptor.json');
    await write('', user, 'no-model', 'notes.txt');
    expect(Object.entries(await statuses()).slice(2)).toEqual([
      ['unknown', 'import'],
      ['mine', 'missing'],
    ]);
    await write('mine', user, 'mine', 'mine.onnx');
    expect(await statuses()).toMatchObject({ mine: 'ready' });
  });

  it('lets no import take the place of a model that came with Fathom', async () => {
    await write(JSON.stringify(model('ours', pinned('ours.onnx', 'evil'))), user, 'ours', 'descriptor.json');
    await write('evil', user, 'ours', 'ours.onnx');
    expect(await store.open('ours')).toMatchObject({ sha256: hashOf('ours') });
  });

  it('lists the other models where the catalogue is damaged', async () => {
    await write('[', bundled, 'catalogue.json');
    expect(await statuses()).toEqual({ ours: 'ready' });
    await expect(store.open('known')).rejects.toMatchObject({ failure: { code: 'ModelCorrupt' } });
  });

  it('tells apart models of the same file that are fed differently', async () => {
    const file = pinned('mine.onnx', 'mine');
    const fed = model('fed', file);
    const other = { ...fed, id: 'other', input: { ...fed.input, mean: [1, 2, 3] } };
    for (const each of [fed, other]) {
      await write(JSON.stringify(each), user, each.id, 'descriptor.json');
      await write('mine', user, each.id, 'mine.onnx');
    }
    const [a, b] = [await store.open('fed'), await store.open('other')];
    expect(a.sha256).toBe(b.sha256);
    expect(a.fingerprint).not.toBe(b.fingerprint);
  });
});

describe('ModelStore, bringing models and taking them away', () => {
  const impatient = { patience: { retries: 0, connectTimeoutMs: 500 } };
  const raised = new AbortController().signal;

  async function bring(): Promise<void> {
    await write('graph', user, 'known', 'graph.onnx');
    await write('weights', user, 'known', 'graph.onnx_data');
  }

  it('downloads nothing where the files are whole already, and the model is ready', async () => {
    await expect(store.open('known')).rejects.toMatchObject({ failure: { code: 'ModelMissing' } });
    await bring();
    await pullModel(store, 'known', {});
    expect(await store.open('known')).toMatchObject({ file: path.join(user, 'known', 'graph.onnx') });
    await pullModel(store, 'ours', {});
  });

  it('says which file could not be had', async () => {
    const away = model('away', { ...pinned('away.onnx', 'away'), urls: ['https://127.0.0.1:1/away.onnx'] });
    await write(JSON.stringify([away]), bundled, 'catalogue.json');
    const failure = { code: 'DownloadFailed', message: expect.stringContaining('away.onnx') as string };
    await expect(pullModel(store, 'away', impatient)).rejects.toMatchObject({ failure });
    expect(await statuses()).toMatchObject({ away: 'pull' });
  });

  it('refuses what no published hash stands for, what came with Fathom, and what nobody knows', async () => {
    await expect(pullModel(store, 'unknown', impatient)).rejects.toMatchObject({
      failure: { code: 'DownloadRefused' },
    });
    await expect(verifyModelFiles(store, 'unknown')).rejects.toMatchObject({ failure: { code: 'DownloadRefused' } });
    await expect(removeModel(store, 'ours', raised)).rejects.toMatchObject({ failure: { code: 'DownloadRefused' } });
    await expect(pullModel(store, 'nobody', impatient)).rejects.toMatchObject({ failure: { code: 'ModelMissing' } });
    expect(await store.open('ours')).toMatchObject({ sha256: hashOf('ours') });
  });

  it('offers to remove what was pulled, and not what came with Fathom', async () => {
    const removable = async () =>
      Object.fromEntries((await store.list()).map(({ id, removable: offered }) => [id, offered]));
    expect(await removable()).toEqual({ ours: false, known: false, unknown: false });
    await write('graph', user, 'known', 'graph.onnx');
    await write('weights', user, 'known', 'graph.onnx_data');
    expect(await removable()).toMatchObject({ ours: false, known: true });
  });

  it('removes a model, which can then be pulled again', async () => {
    await bring();
    await store.open('known');
    await removeModel(store, 'known', raised);
    await expect(store.open('known')).rejects.toMatchObject({ failure: { code: 'ModelMissing' } });
    expect(await statuses()).toMatchObject({ known: 'pull' });
  });

  it('reads every byte again to verify', async () => {
    await bring();
    await verifyModelFiles(store, 'known');
    await write('WEIGHTS', user, 'known', 'graph.onnx_data');
    expect(await verifyModelFiles(store, 'known')).toEqual([
      { name: 'graph.onnx', state: 'whole' },
      { name: 'graph.onnx_data', state: 'damaged' },
    ]);
  });
});
