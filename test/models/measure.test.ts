import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MeasureEvent } from '../../src/contract/measure';
import { createEngine, type Engine } from '../../src/engine/engine';
import { measureModels } from '../../src/engine/models/measure-models';
import { createRouter } from '../../src/engine/router';
import { runCli } from '../fixtures/cli';
import { engineConfig, modelsFolder } from '../fixtures/engines';
import { writeJpegs } from '../fixtures/pictures';
import { tempFolder } from '../fixtures/temp-folder';

const root = tempFolder();
let count = 0;
let userModelsFolder: string;
const engines: Engine[] = [];

beforeEach(() => {
  userModelsFolder = path.join(root, `models-${String(count++)}`);
});
afterEach(() => Promise.all(engines.splice(0).map(({ predictor }) => predictor.release())));

function start(freeBytes?: () => number) {
  const engine = createEngine({ ...engineConfig(), userModelsFolder }, { freeBytes });
  engines.push(engine);
  return { engine, client: createRouterClient(createRouter(engine)) };
}

/** The embedded network under another name, as if it had been imported. */
async function addTwin(accuracy?: object[]): Promise<void> {
  const folder = path.join(userModelsFolder, 'twin');
  await mkdir(folder, { recursive: true });
  await cp(path.join(modelsFolder, 'fathom-s.onnx'), path.join(folder, 'fathom-s.onnx'));
  const descriptor = JSON.parse(await readFile(path.join(modelsFolder, 'fathom-s.json'), 'utf8')) as object;
  // Another rule of what is fed makes it another model to whoever measures.
  const other = { ...descriptor, id: 'twin', name: 'Twin', precisions: ['fp32'], accuracy };
  await writeFile(path.join(folder, 'descriptor.json'), JSON.stringify(other));
}

async function all<Event>(events: Promise<AsyncIterable<Event>>): Promise<Event[]> {
  const list: Event[] = [];
  for await (const event of await events) list.push(event);
  return list;
}

const figure = { benchmark: 'A', delta1: 0.9, absRel: 0.1, source: 'a paper' };

describe('measuring', () => {
  it('tells time and memory of each model once, and keeps them for the next engine', async () => {
    const { client } = start();
    expect((await client.models())[0]).toMatchObject({ id: 'fathom-s', tiers: [{ tier: 'fast' }, {}, {}] });
    const events = await all(client.measureModels({}));
    expect(events.map(({ event, id }) => [event, id])).toEqual([
      ['measuring', 'fathom-s'],
      ['measured', 'fathom-s'],
    ]);
    const { measured } = (await start().client.models())[0]!;
    expect(measured!.msPerPhoto).toBeGreaterThan(1);
    expect(measured!.peakMemoryBytes).toBeGreaterThan(14e6);
    expect(await all(start().client.measureModels({}))).toEqual([{ event: 'measured', id: 'fathom-s', measured }]);
    expect((await all(client.measureModels({ again: true }))).map(({ event }) => event)).toContain('measuring');
  });

  it('goes on after a model that cannot be measured', async () => {
    const events = await all(start().client.measureModels({ ids: ['nobody', 'fathom-s'] }));
    expect(events[0]).toMatchObject({ event: 'failed', id: 'nobody', failure: { code: 'ModelMissing' } });
    expect(events.at(-1)).toMatchObject({ event: 'measured', id: 'fathom-s' });
  });

  it('waits while photos are worked on, and begins again where work comes between', async () => {
    const { engine } = start();
    let end = engine.activity.begin();
    const events: string[] = [];
    const signal = new AbortController().signal;
    const onEvent = ({ event }: MeasureEvent): void => {
      events.push(event);
      if (event === 'waiting') setImmediate(end);
      if (event === 'measuring' && events.length === 2) end = engine.activity.begin();
    };
    await measureModels(engine, { again: false }, { signal, onEvent });
    expect(events).toEqual(['waiting', 'measuring', 'waiting', 'measuring', 'measured']);
  });

  it('stops when it is cancelled, also while it waits', async () => {
    const { engine } = start();
    engine.activity.begin();
    const stop = new AbortController();
    const measuring = measureModels(
      engine,
      { again: false },
      {
        signal: stop.signal,
        onEvent: () => {
          setImmediate(() => {
            stop.abort();
          });
        },
      },
    );
    await expect(measuring).rejects.toMatchObject({ failure: { code: 'Cancelled' } });
  });
});

describe('a tier in place of a model', () => {
  it('stands for the model that it is here', async () => {
    const [photo] = [path.join(root, 'photo.jpg')];
    await writeJpegs([photo]);
    await addTwin([figure]);
    const { client } = start();
    await expect(client.depth({ path: photo, model: 'best' })).rejects.toMatchObject({
      code: 'ModelMissing',
      data: { remedy: expect.stringContaining('measure') as string },
    });
    await all(client.measureModels({}));
    expect((await client.depth({ path: photo, model: 'best' })).model.id).toBe('twin');
    expect((await client.depth({ path: photo, model: 'balanced' })).model.id).toBe('twin');
    const outputFolder = path.join(root, 'out');
    await all(client.convert({ inputs: [photo], outputFolder, model: 'best', formats: ['npy'] }));
    const sidecar = JSON.parse(await readFile(path.join(outputFolder, 'photo.json'), 'utf8')) as object;
    expect(sidecar).toMatchObject({ model: { id: 'twin' }, settings: { model: 'twin' } });
  });

  it('is told in words where it stands for none', async () => {
    await addTwin();
    const { client } = start();
    await all(client.measureModels({}));
    await expect(client.predicted({ paths: [], model: 'best' })).rejects.toMatchObject({ code: 'ModelMissing' });
  });
});

describe('a model that does not fit into memory', () => {
  it('says so before it is opened, with what it needs and what is free', async () => {
    const [photo] = [path.join(root, 'large.jpg')];
    await writeJpegs([photo]);
    const { client, engine } = start(() => 5e6);
    await expect(client.depth({ path: photo })).rejects.toMatchObject({
      code: 'OutOfMemory',
      message: expect.stringMatching(/fathom-s does not fit into memory: .*0\.0 GB.*free/) as string,
    });
    expect(engine.predictor.runs(await engine.models.open('fathom-s'))).toBe(false);
    expect((await client.models())[0]).toMatchObject({ tiers: [], tooLarge: { freeBytes: 5e6, needsBytes: 14745919 } });
    expect((await all(client.measureModels({})))[0]).toMatchObject({ failure: { code: 'OutOfMemory' } });
  });

  it('goes by the measured peak where there is one, and leaves alone what runs already', async () => {
    const [photo] = [path.join(root, 'measured.jpg')];
    await writeJpegs([photo]);
    await all(start().client.measureModels({}));
    let freeBytes = 20e6;
    const { client } = start(() => freeBytes);
    await expect(client.depth({ path: photo })).rejects.toMatchObject({ code: 'OutOfMemory' });
    freeBytes = Infinity;
    await client.depth({ path: photo });
    freeBytes = 0;
    await client.depth({ path: photo });
    expect((await client.models())[0]?.tooLarge).toBeUndefined();
  });
});

describe('the command line', () => {
  it('measures, and says which model is fast, balanced and best', async () => {
    const env = { XDG_DATA_HOME: path.join(root, 'xdg'), HOME: path.join(root, 'home') };
    const measured = await runCli(['models', 'measure'], { env });
    expect(measured.stdout).toMatch(/^fathom-s: [\d.]+ m?s a photo, \d\.\d GB\n$/);
    const { stdout } = await runCli(['models'], { env });
    expect(stdout).toMatch(/^fathom-s .*ready .* m?s +\d\.\d GB /m);
    expect(stdout).toContain('balanced  fathom-s: the only model here');
  });
});
