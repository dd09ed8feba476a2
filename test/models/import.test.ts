import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportEvent, ImportModelRequest } from '../../src/contract/import-model';
import { importAnswersSchema, type ImportAnswers } from '../../src/core/models/import-answers';
import { startInProcessEngine } from '../../src/engine/in-process';
import { runCli, startCli } from '../fixtures/cli';
import { builtEngine, engineConfig, modelsFolder } from '../fixtures/engines';
import { AttributeProto_AttributeType } from '../../src/core/onnx/protobuf/onnx_pb';
import {
  encode,
  externalTensor,
  modelFiles,
  modelInit,
  node,
  value,
  type GraphInit,
  type ModelInit,
  type NodeInit,
} from '../fixtures/onnx-models';
import { writeJpegs } from '../fixtures/pictures';
import { fillSkeleton } from '../fixtures/skeletons';
import { tempFolder } from '../fixtures/temp-folder';

const root = tempFolder();
const brought = path.join(root, 'brought');
const indoor = 'depth-anything-v2-metric-indoor-small';
let count = 0;
let userModelsFolder: string;
let engine: ReturnType<typeof startInProcessEngine>;
const engines: (typeof engine)[] = [];

beforeAll(() => mkdir(brought));
beforeEach(() => {
  userModelsFolder = path.join(root, `models-${String(count++)}`);
  engine = startInProcessEngine({ ...engineConfig(), userModelsFolder });
  engines.push(engine);
});
afterAll(() => Promise.all(engines.map(({ stop }) => stop())));

/** Depth as the length of what it is fed: as much of a model as ONNX Runtime needs. */
function lengthModel(output = 'predicted_depth', graph: GraphInit = {}, rest: ModelInit = {}): ModelInit {
  return modelInit(
    {
      input: [value('pixel_values', ['batch', 3, 'height', 'width'])],
      output: [value(output, ['batch', 'height', 'width'])],
      node: [length(output)],
      ...graph,
    },
    rest,
  );
}

/** The length of the colour of each pixel, under a name. */
const length = (output: string): NodeInit =>
  node('ReduceL2', ['pixel_values'], [output], {
    attribute: [
      { name: 'axes', type: AttributeProto_AttributeType.INTS, ints: [1n] },
      { name: 'keepdims', type: AttributeProto_AttributeType.INT, i: 0n },
    ],
  });

async function bring(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(brought, name);
  await writeFile(file, bytes);
  return file;
}

const ours: ImportAnswers = importAnswersSchema.parse({
  id: 'mine',
  name: 'Mine',
  camera: { kind: 'canonical', focalPx: 500 },
  normalise: '0-255',
  size: { kind: 'fit', targetAreaPx: 196_608, multipleOfPx: 32 },
  licence: 'Apache-2.0',
});

async function bringIn(
  file: string,
  source: ImportModelRequest['source'],
  signal?: AbortSignal,
): Promise<ImportEvent[]> {
  const events: ImportEvent[] = [];
  const call = await engine.client.importModel({ path: file, source }, signal ? { signal } : {});
  for await (const event of call) events.push(event);
  return events;
}
const importOwn = (file: string, answers: ImportAnswers = ours) => bringIn(file, { kind: 'own', answers });
const importAs = (file: string, id: string) => bringIn(file, { kind: 'catalogue', id });

const statusOf = async (id: string) => (await engine.client.models()).find((model) => model.id === id)?.status;
const left = () => readdir(userModelsFolder).catch(() => []);
const sha256Of = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
const failure = (code: string, words: string) => ({
  code,
  message: expect.stringContaining(words) as string,
  data: { remedy: expect.stringMatching(/.+\./) as string },
});

describe('a model of one’s own', () => {
  it('is inspected, asked for, tried, pinned, and converts a photo', async () => {
    const file = modelFiles['fathom-s'];
    const asked = await engine.client.inspectModel({ path: file, answers: {} });
    expect(asked).toMatchObject({
      opsets: [{ domain: 'ai.onnx', version: 17 }],
      missing: ['id', 'name', 'camera', 'normalise', 'size', 'licence'],
      problems: [],
    });
    const events = await importOwn(file);
    expect(events.at(-1)).toMatchObject({ event: 'done', id: 'mine' });
    const { trial } = events.at(-1) as Extract<ImportEvent, { event: 'done' }>;
    expect(trial.inferMs).toBeGreaterThan(0);
    expect(trial.peakMemoryBytes).toBeGreaterThan(14e6);
    expect(trial.farthestMetres).toBeGreaterThan(trial.nearestMetres);
    expect(await left()).toEqual(['mine']);
    const descriptor = JSON.parse(
      await readFile(path.join(userModelsFolder, 'mine/descriptor.json'), 'utf8'),
    ) as object;
    expect(descriptor).toMatchObject({
      licence: { spdx: 'Apache-2.0', commercialUse: true },
      files: [{ name: 'model.onnx', bytes: (await stat(file)).size, sha256: await sha256Of(file) }],
    });
    expect(await statusOf('mine')).toBe('ready');
    expect(await engine.client.verifyModel({ id: 'mine' })).toEqual([{ name: 'model.onnx', state: 'whole' }]);

    const [photo] = [path.join(root, 'photo.jpg')];
    await writeJpegs([photo]);
    const depth = async (model: string) => (await engine.client.depth({ path: photo, model })).depthMetres;
    // The same network under another name, fed alike, sees the same.
    expect(await depth('mine')).toEqual(await depth('fathom-s'));
  });

  it('takes the weights beside its graph along, through links as Hugging Face’s cache has them', async () => {
    const folder = path.join(brought, 'snapshot');
    const blobs = path.join(brought, 'blobs');
    await mkdir(folder);
    await mkdir(blobs);
    const graph = encode(
      lengthModel('predicted_depth', {
        initializer: [{ ...externalTensor('scale', { location: 'model.onnx_data' }), dims: [1n] }],
        node: [length('length'), node('Mul', ['length', 'scale'], ['predicted_depth'])],
      }),
    );
    await writeFile(path.join(blobs, 'aa'), graph);
    await writeFile(path.join(blobs, 'bb'), new Uint8Array(new Float32Array([0.5]).buffer));
    await symlink('../blobs/aa', path.join(folder, 'graph.onnx'));
    await symlink('../blobs/bb', path.join(folder, 'model.onnx_data'));
    await importOwn(path.join(folder, 'graph.onnx'));
    expect((await readdir(path.join(userModelsFolder, 'mine'))).filter((name) => !name.endsWith('.hash'))).toEqual([
      'descriptor.json',
      'model.onnx',
      'model.onnx_data',
    ]);
    expect(await statusOf('mine')).toBe('ready');
  });

  it('asks for no size where the graph has one, and runs a real network of it: Metric3D’s skeleton', async () => {
    const file = await fillSkeleton('metric3d-vit-small');
    const { size, ...answers } = ours;
    const canonical = { ...answers, camera: { kind: 'canonical' as const, focalPx: 1000 } };
    const events = await importOwn(file, canonical);
    expect(events.at(-1)).toMatchObject({ event: 'done', id: 'mine' });
    expect(await statusOf('mine')).toBe('ready');
    expect(size).toBeDefined();
  });

  it.each([
    ['depth-anything-v2-metric-small', { kind: 'metric' }, 'gives 355348 numbers, not 1 plane'],
    ['moge-2-vits-normal', { kind: 'affinePoints' }, 'mine'],
  ] as const)(
    'is refused where its trial fails, and nothing is kept: the skeleton of %s',
    async (name, camera, words) => {
      // The first gives 518 × 686 whatever it is fed; the second's made-up weights show no camera.
      const size = { kind: 'fixed', widthPx: 518, heightPx: 518 } as const;
      await expect(importOwn(await fillSkeleton(name), { ...ours, camera, size })).rejects.toMatchObject(
        failure('ModelFailed', words),
      );
      expect(await left()).toEqual([]);
      expect(await statusOf('mine')).toBeUndefined();
    },
  );

  it.each([
    ['the same everywhere', node('Mul', ['length', 'zero'], ['predicted_depth']), 'the same depth everywhere'],
    ['no numbers', node('Div', ['length', 'zero'], ['predicted_depth']), 'no numbers'],
  ])('is refused where its depths are %s', async (name, last, words) => {
    const zero = { name: 'zero', dataType: 1, dims: [1n], floatData: [0] };
    const nodes = [length('length'), last];
    const model = lengthModel('predicted_depth', { initializer: [zero], node: nodes });
    await expect(importOwn(await bring(`${name}.onnx`, encode(model)))).rejects.toMatchObject(
      failure('ModelFailed', words),
    );
    expect(await left()).toEqual([]);
  });

  it('takes no name that is taken', async () => {
    const file = await bring('taken.onnx', encode(lengthModel()));
    await importOwn(file);
    await expect(importOwn(file)).rejects.toMatchObject(failure('OutputExists', '"mine"'));
    await expect(importOwn(file, { ...ours, id: 'fathom-s' })).rejects.toMatchObject(
      failure('OutputExists', 'fathom-s'),
    );
    await expect(importOwn(file, { ...ours, id: indoor })).rejects.toMatchObject(failure('OutputExists', indoor));
    await engine.client.removeModel({ id: 'mine' });
    expect(await left()).toEqual([]);
    await importOwn(file);
    expect(await statusOf('mine')).toBe('ready');
  });

  it('is a model no more once its file is changed, and says what to do', async () => {
    await importOwn(await bring('changed.onnx', encode(lengthModel())));
    await writeFile(path.join(userModelsFolder, 'mine', 'model.onnx'), 'another');
    const later = startInProcessEngine({ ...engineConfig(), userModelsFolder });
    engines.push(later);
    expect((await later.client.models()).find(({ id }) => id === 'mine')).toMatchObject({ status: 'corrupt' });
    const photo = path.join(root, 'any.jpg');
    await expect(later.client.depth({ path: photo, model: 'mine' })).rejects.toMatchObject({
      code: 'ModelCorrupt',
      data: { remedy: expect.stringContaining('fathom models rm mine') as string },
    });
  });
});

describe('a model of the catalogue', () => {
  it('is taken under its contract where nobody has published its hash', async () => {
    await importAs(await bring('indoor.onnx', encode(lengthModel())), indoor);
    expect(await left()).toEqual([indoor]);
    expect(await statusOf(indoor)).toBe('ready');
    await engine.client.removeModel({ id: indoor });
    expect(await statusOf(indoor)).toBe('import');
  });

  it('says how to bring it while it is not here', async () => {
    await expect(engine.client.depth({ path: path.join(root, 'any.jpg'), model: indoor })).rejects.toMatchObject({
      code: 'ModelMissing',
      data: { remedy: expect.stringContaining(`fathom models import FILE --as ${indoor}`) as string },
    });
  });

  it('is refused where its graph is another: outputs, inputs, type', async () => {
    const wrong = encode(lengthModel('disparity'));
    await expect(importAs(await bring('wrong.onnx', wrong), indoor)).rejects.toMatchObject(
      failure('ModelUnfit', 'no output "predicted_depth" or "depth"; its outputs are "disparity"'),
    );
    await expect(importAs(modelFiles['fathom-s'], indoor)).rejects.toMatchObject(
      failure('ModelUnfit', 'no input "pixel_values"; its inputs are "image"'),
    );
    await expect(importAs(modelFiles['metric3d-vit-small'], indoor)).rejects.toMatchObject(failure('ModelUnfit', ''));
    expect(await left()).toEqual([]);
  });

  describe('whose hash is published', () => {
    const folder = path.join(root, 'catalogue');

    beforeAll(async () => {
      await mkdir(folder);
      const embedded = JSON.parse(await readFile(path.join(modelsFolder, 'fathom-s.json'), 'utf8')) as {
        files: object[];
      };
      const [file] = embedded.files;
      const known = {
        ...embedded,
        id: 'known',
        files: [{ ...file, name: 'graph.onnx', urls: ['https://example.org/g'] }],
        // Only what comes with Fathom may have any.
        variants: undefined,
      };
      await writeFile(path.join(folder, 'catalogue.json'), JSON.stringify([known]));
    });
    beforeEach(() => {
      engine = startInProcessEngine({ ...engineConfig(), userModelsFolder, modelsFolder: folder });
      engines.push(engine);
    });

    it('takes that file, in place of what a download had begun, and stays the catalogue’s', async () => {
      await mkdir(path.join(userModelsFolder, 'known'), { recursive: true });
      await writeFile(path.join(userModelsFolder, 'known', 'graph.onnx.part'), 'begun');
      await importAs(modelFiles['fathom-s'], 'known');
      expect(await readdir(path.join(userModelsFolder, 'known'))).toEqual(['graph.onnx', 'graph.onnx.hash']);
      expect(await statusOf('known')).toBe('ready');
      await expect(importAs(modelFiles['fathom-s'], 'known')).rejects.toMatchObject(failure('OutputExists', '"known"'));
    });

    it('refuses any other, of the same size too', async () => {
      const bytes = await readFile(modelFiles['fathom-s']);
      bytes[bytes.length >> 1]! ^= 1;
      await expect(importAs(await bring('flipped.onnx', bytes), 'known')).rejects.toMatchObject(
        failure('ChecksumMismatch', 'flipped.onnx'),
      );
      const graph = encode(fathomLike());
      await expect(importAs(await bring('other.onnx', graph), 'known')).rejects.toMatchObject(
        failure('ChecksumMismatch', `has ${String(graph.length)} bytes`),
      );
      expect(await left()).toEqual([]);
      expect(await statusOf('known')).toBe('pull');
    });
  });
});

/** A graph that promises what fathom-s does. */
function fathomLike(): ModelInit {
  const map = (name: string) => value(name, ['b', 1, 'h', 'w']);
  return modelInit({
    input: [value('image', ['b', 3, 'h', 'w'])],
    output: [map('depth'), map('confidence'), value('normal', ['b', 3, 'h', 'w'])],
    node: ['depth', 'confidence', 'normal'].map((name) => node('Identity', ['image'], [name])),
  });
}

describe('a file that is no good', () => {
  it.each([
    ['nothing', () => new Uint8Array(0), 'empty'],
    ['a text', () => Buffer.from('no graph at all'), ''],
    ['half a model', () => encode(lengthModel()).subarray(0, 90), ''],
    ['a cycle', () => encode(modelInit({ node: [node('Add', ['x', 'y'], ['y'])] })), ''],
    [
      'operators of a library',
      () =>
        encode(
          lengthModel(
            'predicted_depth',
            { node: [node('Magic', ['pixel_values'], ['predicted_depth'], { domain: 'com.example' })] },
            {
              opsetImport: [
                { domain: '', version: 17n },
                { domain: 'com.example', version: 1n },
              ],
            },
          ),
        ),
      'com.example',
    ],
    [
      'weights outside its folder',
      () => encode(lengthModel('predicted_depth', { initializer: [externalTensor('w', { location: '../w' })] })),
      'leads out of',
    ],
    [
      'weights that are not there',
      () => encode(lengthModel('predicted_depth', { initializer: [externalTensor('w', { location: 'gone' })] })),
      '"gone" are not there',
    ],
  ])('is refused in words, and nothing is kept: %s', async (name, bytes, words) => {
    const file = await bring(`${name}.onnx`, bytes());
    await expect(importOwn(file)).rejects.toMatchObject(failure('ModelUnfit', words));
    await expect(importAs(file, indoor)).rejects.toMatchObject(failure('ModelUnfit', words));
    expect(await left()).toEqual([]);
  });

  it('is refused where its weights are a link to elsewhere, or too short', async () => {
    const graph = encode(lengthModel('predicted_depth', { initializer: [externalTensor('w', { location: 'w.bin' })] }));
    const file = await bring('linked.onnx', graph);
    await writeFile(path.join(root, 'secret'), 'for your eyes only');
    await symlink(path.join(root, 'secret'), path.join(brought, 'w.bin'));
    await expect(importOwn(file)).rejects.toMatchObject(failure('ModelUnfit', 'leads out of its folder'));
    await rm(path.join(brought, 'w.bin'));
    await writeFile(path.join(brought, 'w.bin'), 'short');
    await expect(importOwn(file)).rejects.toMatchObject(failure('ModelUnfit', 'end at byte 5 of 8'));
    await rm(path.join(brought, 'w.bin'));
  });

  it('is missing, or a folder', async () => {
    await expect(importOwn(path.join(root, 'nowhere'))).rejects.toMatchObject(failure('ModelMissing', 'is not there'));
    await expect(importOwn(root)).rejects.toMatchObject(failure('ModelMissing', 'is no file'));
  });
});

describe('an import that does not come to its end', () => {
  it('keeps nothing where it is stopped, while it copies or tries', async () => {
    const file = modelFiles['fathom-s'];
    for (const moment of ['copying', 'trying']) {
      const stop = new AbortController();
      const call = await engine.client.importModel(
        { path: file, source: { kind: 'own', answers: ours } },
        { signal: stop.signal },
      );
      const importing = (async () => {
        for await (const { event } of call) if (event === moment) stop.abort();
      })();
      await expect(importing).rejects.toThrow();
      expect(await left()).toEqual([]);
    }
    await importOwn(file);
    expect(await statusOf('mine')).toBe('ready');
  });

  it('keeps nothing, and goes on living, where the process of its trial dies', async () => {
    const photo = path.join(root, 'dies.cjs');
    await writeFile(photo, "process.kill(process.pid, 'SIGSEGV');");
    const dying = startInProcessEngine({ ...engineConfig(), userModelsFolder, trial: { engineEntry: photo, photo } });
    engines.push(dying);
    const file = await bring('crash.onnx', encode(lengthModel()));
    const call = await dying.client.importModel({ path: file, source: { kind: 'own', answers: ours } });
    const importing = (async () => {
      for await (const event of call) expect(event.event).not.toBe('done');
    })();
    await expect(importing).rejects.toMatchObject(failure('ModelFailed', 'SIGSEGV'));
    expect(await left()).toEqual([]);
    expect(builtEngine).not.toBe(photo);
  });

  it('clears away what a killed process left', async () => {
    const { stdout } = await import('node:child_process').then(({ spawnSync }) =>
      spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }),
    );
    const { thisHost } = await import('../../src/engine/files/this-process');
    const abandoned = `old.${thisHost}-${stdout.trim()}-0123abcd.part`;
    await mkdir(path.join(userModelsFolder, abandoned, 'old'), { recursive: true });
    await importOwn(await bring('after.onnx', encode(lengthModel())));
    expect(await left()).toEqual(['mine']);
  });
});

describe('fathom models import', () => {
  const env = { XDG_DATA_HOME: path.join(root, 'data'), FATHOM_CACHE: path.join(root, 'cache') };
  const told = [
    '--id',
    'mine',
    '--name',
    'Mine',
    '--camera',
    'canonical:500',
    '--normalise',
    '0-255',
    '--licence',
    'MIT',
  ];

  it('says what it found and what is missing, then imports, and converts with it', async () => {
    const file = path.join(brought, 'another-name.onnx');
    await copyFile(modelFiles['fathom-s'], file);
    const asked = await runCli(['models', 'import', file, '--camera', 'metric'], { env });
    expect(asked.code).toBe(2);
    expect(asked.stdout).toContain('image: float32 batch × 3 × height × width');
    for (const option of ['--id', '--name', '--normalise', '--size', '--licence'])
      expect(asked.stderr).toContain(option);
    expect(asked.stderr).not.toContain('--camera');
    const data = await runCli(['models', 'import', file, '--json', ...told], { env });
    expect(data.code).toBe(2);
    expect(JSON.parse(data.stdout)).toMatchObject({ missing: ['size'], inputs: [{ name: 'image' }] });
    const done = await runCli(['models', 'import', file, ...told, '--fit', '196608:32'], { env });
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/^mine: ready; .* s and .* GB/) as string });
    const photo = path.join(root, 'cli.jpg');
    await writeJpegs([photo]);
    const out = path.join(root, 'out');
    const converted = await runCli(['convert', photo, '--out', out, '--model', 'mine'], { env });
    expect(converted.code).toBe(0);
    expect(await readdir(out)).toEqual(['cli.json', 'cli.ply']);
  });

  it('tells a failure with its remedy', async () => {
    const text = await bring('text.onnx', Buffer.from('no graph'));
    const { code, stderr } = await runCli(['models', 'import', text, ...told], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/text\.onnx: .+\.\n {2}→ .+\.\n$/);
  });

  it('keeps nothing after Ctrl-C', async () => {
    const file = await fillSkeleton('metric3d-vit-small');
    const data = path.join(root, 'interrupted');
    const { child, result } = startCli(['models', 'import', file, ...told], { env: { ...env, XDG_DATA_HOME: data } });
    child.stderr!.on('data', (words: Buffer) => {
      if (words.includes('trying')) child.kill('SIGINT');
    });
    expect((await result).code).toBe(130);
    expect(await readdir(path.join(data, 'fathom/models'))).toEqual([]);
  });
});
