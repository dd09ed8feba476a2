import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AppClient } from '../../src/contract/app/app-contract';
import type { HostEvent } from '../../src/contract/app/events';
import type { BrowseEvent, PhotoEntry, Root } from '../../src/contract/app/library';
import type { KeptMeasurements } from '../../src/contract/app/measurements';
import { depthFrom } from '../../src/contract/depth-view';
import { startEngineProcess } from '../../src/engine/child-process';
import { createHost } from '../../src/host/create-host';
import type { EngineLink } from '../../src/host/engine-link';
import type { Host } from '../../src/host/host';
import { JsonFile } from '../../src/host/json-file';
import type { Shell } from '../../src/host/shell';
import { depthMapRows } from '../../src/core/depth/depth-map';
import { encodeNpy } from '../../src/core/formats/npy';
import { depthMapOf } from '../fixtures/depth-rows';
import { builtEngine, engineConfig } from '../fixtures/engines';
import { placeCodedPicture, writeJpeg } from '../fixtures/pictures';
import { bytesOf } from '../fixtures/point-clouds';
import { readSidecar } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photos = path.join(folder, 'photos');
const exported = path.join(folder, 'exported');
const samplesFolder = path.resolve('resources/samples');

/** What a person chooses where a depth map is asked for. */
let chosenDepth: string | undefined;

/** The surroundings a test has: no dialogs, and everything chosen is the folder of photos. */
const shell: Shell = {
  kind: 'browser',
  can: { chooseFiles: false, showInFolder: false },
  links: {},
  chooseFolder: () => Promise.resolve(undefined),
  choosePhotos: () => Promise.resolve([]),
  chooseModel: () => Promise.resolve(undefined),
  chooseDepth: () => Promise.resolve(chosenDepth),
  chooseDestination: () => Promise.resolve(undefined),
  showInFolder: () => undefined,
  openLink: () => undefined,
};

const engines: EngineLink[] = [];
const openHost = (dataFolder = path.join(folder, 'data')): Promise<Host> =>
  createHost({
    appVersion: '0.0.0-test',
    dataFolder,
    samplesFolder,
    destinations: [exported],
    folders: [photos],
    startEngine: () => {
      const engine = startEngineProcess(builtEngine, engineConfig(path.join(folder, 'cache')));
      engines.push(engine);
      return engine;
    },
    shell,
  });

let host: Host;
let app: AppClient;

beforeAll(async () => {
  await mkdir(path.join(photos, 'inner'), { recursive: true });
  for (const name of ['a2.jpg', 'a10.jpg', 'inner/deep.jpg'])
    await writeJpeg(path.join(photos, name), placeCodedPicture());
  await writeFile(path.join(photos, 'notes.txt'), 'no photo');
  host = await openHost();
  app = createRouterClient(host.router) as AppClient;
});

afterAll(async () => {
  await host.close();
});

/** Events until one is the wanted kind. */
async function until<Event>(events: AsyncIterable<Event>, isLast: (event: Event) => boolean): Promise<Event[]> {
  const seen: Event[] = [];
  for await (const event of events) {
    seen.push(event);
    if (isLast(event)) break;
  }
  return seen;
}

async function browse(root: Root): Promise<BrowseEvent[]> {
  return until(await app.library.browse({ folder: root.id }), ({ event }) => event === 'complete');
}

const photosOf = (events: readonly BrowseEvent[]): PhotoEntry[] =>
  events.flatMap((event) => (event.event === 'photos' ? event.photos : []));

async function rootNamed(name: string): Promise<Root> {
  const [found] = await until(await app.events(), ({ event }) => event === 'roots').then((events) => events.slice(-1));
  return (found as Extract<HostEvent, { event: 'roots' }>).roots.find((root) => root.name === name)!;
}

async function photoNamed(name: string): Promise<PhotoEntry> {
  return photosOf(await browse(await rootNamed('photos'))).find((photo) => photo.name === name)!;
}

const get = (address: string): Promise<Response | undefined> => host.picture(new Request(`http://local${address}`));

describe('the library', () => {
  it('lists a folder as people read it, with its folders, and counts what is no photo', async () => {
    const events = await browse(await rootNamed('photos'));
    expect(photosOf(events).map(({ name }) => name)).toEqual(['a2.jpg', 'a10.jpg']);
    expect(events.find(({ event }) => event === 'folders')).toMatchObject({ folders: [{ name: 'inner' }] });
    expect(events.at(-1)).toEqual({ event: 'complete', ignored: 1 });
  });

  it('tells of photos that come and go', async () => {
    const live = await app.library.browse({ folder: (await rootNamed('photos')).id });
    await until(withoutEnd(live), ({ event }) => event === 'complete');
    await writeJpeg(path.join(photos, 'new.jpg'), placeCodedPicture());
    const came = await until(withoutEnd(live), ({ event }) => event === 'photos');
    expect(photosOf(came).map(({ name }) => name)).toEqual(['new.jpg']);
    await rm(path.join(photos, 'new.jpg'));
    const went = await until(live, ({ event }) => event === 'removed');
    expect(went.at(-1)).toMatchObject({ photos: [photosOf(came)[0]!.id] });
  });

  it('opens the samples, and shows them', async () => {
    const samples = await app.library.openSamples();
    expect(samples.kind).toBe('samples');
    expect(photosOf(await browse(samples)).length).toBeGreaterThan(0);
  });

  it('keeps a pasted picture, under a harmless name', async () => {
    const bytes = new Uint8Array(Buffer.from('not really a picture'));
    const root = await app.library.addPicture({ name: '../../evil.jpg', bytes });
    expect(photosOf(await browse(root)).map(({ name }) => name)).toEqual(['evil.jpg']);
  });

  it('knows no folder that it has not handed out', async () => {
    const invented = 'A'.repeat(24) as Root['id'];
    await expect(
      app.library.browse({ folder: invented }).then((events) => until(events, () => true)),
    ).rejects.toMatchObject({
      code: 'FolderUnreadable',
    });
  });
});

describe('pictures', () => {
  it('come as JPEG by the id of a photo, and by nothing else', async () => {
    const { id, version } = await photoNamed('a2.jpg');
    const thumbnail = await get(`/thumb/${id}/${version}`);
    expect(thumbnail?.headers.get('content-type')).toBe('image/jpeg');
    expect(new Uint8Array(await thumbnail!.arrayBuffer()).slice(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
    expect((await get(`/thumb/${'A'.repeat(24)}/${version}`))?.status).toBe(404);
    expect(await get('/thumb/../../etc/passwd')).toBeUndefined();
    expect((await host.picture(new Request(`http://local/thumb/${id}/${version}`, { method: 'POST' })))?.status).toBe(
      405,
    );
  });
});

describe('a photo', () => {
  it('keeps a typed focal length, and tells it with the camera', async () => {
    const { id } = await photoNamed('a2.jpg');
    await app.photo.setFocal({ photos: [id], focal: { kind: 'px', focalPx: 777 } });
    const typed = await app.photo.inspect({ photo: id });
    expect(typed.camera).toMatchObject({ origin: 'typed', intrinsics: { fxPx: 777 } });
    expect(JSON.stringify(typed)).not.toContain(photos);
    await app.photo.setFocal({ photos: [id], focal: null });
    expect((await app.photo.inspect({ photo: id })).camera.origin).not.toBe('typed');
  });

  it('has depth for the window once it is admitted, and a badge from then on', async () => {
    const { id } = await photoNamed('a10.jpg');
    expect(await app.library.states({ photos: [id] })).toEqual([{ id, hasDepth: false, hasTypedFocal: false }]);
    const { client } = await host.engine();
    await expect(depthFrom(client.depthView.depth({ id }))).rejects.toMatchObject({ code: 'PhotoUnreadable' });
    await app.photo.admit({ photo: id });
    const depth = await depthFrom(client.depthView.depth({ id }));
    expect(depth.depthMetres.length).toBe(depth.widthPx * depth.heightPx);
    expect(await app.library.states({ photos: [id] })).toMatchObject([{ hasDepth: true }]);
  });
});

describe('an export', () => {
  const options = {
    formats: ['ply' as const],
    plyEncoding: 'binary' as const,
    grid: 'model' as const,
    frame: 'opencv' as const,
    existing: 'resume' as const,
  };

  it('writes a folder with its sub-folders, and is done', async () => {
    const [destination] = await app.exports.destinations();
    const folderId = (await rootNamed('photos')).id;
    const scope = { kind: 'folder' as const, folder: folderId, recursive: true };
    const { job } = await app.exports.start({ scope, destination: destination!.id, options });
    const ended = await endOf(job);
    expect(ended).toMatchObject({ state: 'done', done: 3, failures: [] });
  });

  it('masks what lies outside the clip box of a photo, and of that photo alone', async () => {
    const [destination] = await app.exports.destinations();
    const ids = await Promise.all([photoNamed('a10.jpg'), photoNamed('a2.jpg')]);
    const scope = { kind: 'photos' as const, photos: ids.map(({ id }) => id) };
    const box = { x: [-1e9, 0], y: [-1e9, 1e9], z: [-1e9, 1e9] } as const;
    const start = { scope, destination: destination!.id, options, clips: { [ids[0].id]: box } };
    const { job } = await app.exports.start(start);
    expect(await endOf(job)).toMatchObject({ state: 'done', failures: [] });
    const clipped = await readSidecar(path.join(exported, 'a10.json'));
    const { widthPx, heightPx } = clipped.cloud!.gridSize;
    expect(clipped.masks.clipped! / (widthPx * heightPx)).toBeCloseTo(0.5, 2);
    expect(clipped.cloud!.points).toBeLessThanOrEqual(widthPx * heightPx - clipped.masks.clipped!);
    expect(JSON.parse(String(clipped.settings['clip']))).toEqual(box);
    expect((await readSidecar(path.join(exported, 'a2.json'))).masks.clipped).toBe(0);
    // The files of another box are not those that were asked for.
    const again = await app.exports.start({ ...start, clips: {} });
    expect(await endOf(again.job)).toMatchObject({ state: 'done', done: 1, skipped: 1 });
  });

  it('masks what a lasso cuts of a photo, and of that photo alone', async () => {
    const [destination] = await app.exports.destinations();
    const ids = await Promise.all([photoNamed('a10.jpg'), photoNamed('a2.jpg')]);
    const scope = { kind: 'photos' as const, photos: ids.map(({ id }) => id) };
    // The left half, as the camera sees it.
    const outline = [[-9, -9], [0, -9], [0, 9], [-9, 9]] as const; // prettier-ignore
    const projection = [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0];
    const lasso = [{ keeps: 'outside' as const, projection, outline }];
    const start = { scope, destination: destination!.id, options, lassos: { [ids[0].id]: lasso } };
    const { job } = await app.exports.start(start);
    expect(await endOf(job)).toMatchObject({ state: 'done', failures: [] });
    const cut = await readSidecar(path.join(exported, 'a10.json'));
    const { widthPx, heightPx } = cut.cloud!.gridSize;
    expect(cut.masks.clipped! / (widthPx * heightPx)).toBeCloseTo(0.5, 2);
    expect(cut.cloud!.points).toBeLessThanOrEqual(widthPx * heightPx - cut.masks.clipped!);
    expect(JSON.parse(String(cut.settings['lasso']))).toEqual(lasso);
    expect((await readSidecar(path.join(exported, 'a2.json'))).masks.clipped).toBe(0);
    // The files of another lasso are not those that were asked for.
    const again = await app.exports.start({ ...start, lassos: {} });
    expect(await endOf(again.job)).toMatchObject({ state: 'done', done: 1, skipped: 1 });
  });

  it.each([
    ['outlines without area', { outline: [[0, 0], [1, 1]] }], // prettier-ignore
    ['a matrix of another shape', { projection: [1, 0, 0] }],
    ['too many corners', { outline: Array.from({ length: 257 }, () => [0, 0]) }],
  ])('refuses a lasso with %s', async (_, change) => {
    const [destination] = await app.exports.destinations();
    const { id } = await photoNamed('a10.jpg');
    const outline = [[0, 0], [1, 0], [0, 1]] as const; // prettier-ignore
    const stroke = { keeps: 'inside' as const, projection: [1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0], outline };
    const lassos = { [id]: [{ ...stroke, ...(change as Partial<typeof stroke>) }] };
    const scope = { kind: 'photos' as const, photos: [id] };
    await expect(app.exports.start({ scope, destination: destination!.id, options, lassos })).rejects.toThrow();
  });

  it('is level where a ground was chosen for a photo, unless that is not wanted', async () => {
    const [destination] = await app.exports.destinations();
    const ids = await Promise.all([photoNamed('a10.jpg'), photoNamed('a2.jpg')]);
    const places = [
      { xPx: 20, yPx: 200 },
      { xPx: 300, yPx: 200 },
      { xPx: 160, yPx: 150 },
    ];
    const level = { kind: 'places' as const, places };
    await app.photo.keepMeasurements({ photo: ids[0].id, measurements: { list: [], level } });
    const scope = { kind: 'photos' as const, photos: ids.map(({ id }) => id) };
    const { job } = await app.exports.start({ scope, destination: destination!.id, options });
    expect(await endOf(job)).toMatchObject({ state: 'done', done: 1, skipped: 1 });
    const levelled = await readSidecar(path.join(exported, 'a10.json'));
    expect(levelled.level).toMatchObject({ origin: 'person' });
    expect(JSON.parse(String(levelled.settings['level']))).toEqual(level);
    expect((await readSidecar(path.join(exported, 'a2.json'))).level).toBeUndefined();
    const not = await app.exports.start({
      scope,
      destination: destination!.id,
      options: { ...options, level: 'none' },
    });
    expect(await endOf(not.job)).toMatchObject({ state: 'done', done: 1, skipped: 1 });
    expect((await readSidecar(path.join(exported, 'a10.json'))).level).toBeUndefined();
    await app.photo.keepMeasurements({ photo: ids[0].id, measurements: { list: [] } });
  });

  it('goes on with the rest when its engine is killed', async () => {
    const [destination] = await app.exports.destinations();
    const scope = { kind: 'folder' as const, folder: (await rootNamed('photos')).id, recursive: true };
    const { job } = await app.exports.start({
      scope,
      destination: destination!.id,
      options: { ...options, existing: 'overwrite' },
    });
    await until(
      await app.events(),
      (event) => event.event === 'jobs' && event.jobs.some((one) => one.id === job && 'stage' in one),
    );
    engines.at(-1)!.stop();
    const ended = await endOf(job);
    expect(ended.state).toBe('done');
    expect(ended.done + ended.skipped).toBe(3);
  });

  it('takes the photos that were opened one by one as a folder, too', async () => {
    const [destination] = await app.exports.destinations();
    const picture = new Uint8Array(await readFile(path.join(photos, 'a2.jpg')));
    const { id } = await app.library.addPicture({ name: 'one by one.jpg', bytes: picture });
    const scope = { kind: 'folder' as const, folder: id, recursive: false };
    const { job } = await app.exports.start({ scope, destination: destination!.id, options });
    expect(await endOf(job)).toMatchObject({ state: 'done', done: 1 });
    expect(existsSync(path.join(exported, 'one by one.ply'))).toBe(true);
    await app.library.close({ folder: id });
  });

  it('takes the depth map that was chosen for a photo, as its view does, until it is given up', async () => {
    const [destination] = await app.exports.destinations();
    const { id } = await photoNamed('a2.jpg');
    const { widthPx, heightPx } = await app.photo.inspect({ photo: id });
    const depthMetres = Float32Array.from({ length: widthPx * heightPx }, (_, i) => Math.fround(2 + i / 1e5));
    const map = depthMapOf(widthPx, heightPx, { depthMetres, mask: new Uint8Array(depthMetres.length) });
    const file = path.join(folder, 'measured.npy');
    await writeFile(file, bytesOf(encodeNpy(depthMapRows(map))));
    const inView = async () => {
      await app.photo.admit({ photo: id });
      return depthFrom((await host.engine()).client.depthView.depth({ id }));
    };
    const inExport = async () => {
      const scope = { kind: 'photos' as const, photos: [id] };
      const request = { scope, destination: destination!.id, options: { ...options, existing: 'overwrite' as const } };
      const { job } = await app.exports.start(request);
      expect(await endOf(job)).toMatchObject({ state: 'done', failures: [] });
      return readSidecar(path.join(exported, 'a2.json'));
    };

    chosenDepth = undefined;
    expect(await app.photo.chooseDepth({ photo: id })).toBeNull();
    chosenDepth = file;
    expect(await app.photo.chooseDepth({ photo: id })).toEqual({ name: 'measured.npy' });
    const facts = await app.photo.inspect({ photo: id });
    expect(facts.importedDepth).toEqual({ name: 'measured.npy' });
    expect(JSON.stringify(facts)).not.toContain(folder);
    expect(await inView()).toMatchObject({ importedFrom: 'measured.npy', depthMetres, widthPx, heightPx });
    expect(await inExport()).toMatchObject({ importedDepth: { path: file, metresPerUnit: 1 } });

    await app.photo.setDepthScale({ photo: id, metresPerUnit: 0.5 });
    expect((await app.photo.inspect({ photo: id })).importedDepth).toEqual({
      name: 'measured.npy',
      metresPerUnit: 0.5,
    });
    expect((await inView()).depthMetres).toEqual(depthMetres.map((metres) => metres / 2));

    await app.photo.forgetDepth({ photo: id });
    expect((await app.photo.inspect({ photo: id })).importedDepth).toBeUndefined();
    expect((await inView()).importedFrom).toBeUndefined();
    expect((await inExport()).importedDepth).toBeUndefined();
  });

  it('goes nowhere that was not offered', async () => {
    const scope = { kind: 'folder' as const, folder: (await rootNamed('photos')).id, recursive: true };
    await expect(app.exports.start({ scope, destination: '/etc', options })).rejects.toMatchObject({
      code: 'OutputUnwritable',
    });
  });

  async function endOf(id: string) {
    const events = await until(
      await app.events(),
      (event) =>
        event.event === 'jobs' &&
        event.jobs.some((job) => job.id === id && job.state !== 'running' && job.state !== 'waiting'),
    );
    return (events.at(-1) as Extract<HostEvent, { event: 'jobs' }>).jobs.find((job) => job.id === id)!;
  }
});

describe('measurements', () => {
  it('are kept by photo, and nothing is kept of a photo without any', async () => {
    const { id } = await photoNamed('a2.jpg');
    const other = (await photoNamed('a10.jpg')).id;
    const kept: KeptMeasurements = { list: [], level: { kind: 'found' } };
    const onDisk = () => new JsonFile(path.join(folder, 'data', 'measurements.json'), z.unknown()).read();

    expect(await app.photo.measurements({ photo: id })).toEqual({ list: [] });
    await app.photo.keepMeasurements({ photo: id, measurements: kept });
    expect(await app.photo.measurements({ photo: id })).toEqual(kept);
    expect(await app.photo.measurements({ photo: other })).toEqual({ list: [] });
    expect(await onDisk()).toEqual({ kind: 'read', value: { [path.join(photos, 'a2.jpg')]: kept } });

    await app.photo.keepMeasurements({ photo: id, measurements: { list: [] } });
    expect(await app.photo.measurements({ photo: id })).toEqual({ list: [] });
    expect(await onDisk()).toEqual({ kind: 'read', value: {} });
  });
});

describe('settings', () => {
  it('are kept from one start to the next, and a broken file is kept aside and told', async () => {
    const dataFolder = path.join(folder, 'other-data');
    const first = await openHost(dataFolder);
    await (createRouterClient(first.router) as AppClient).settings.change({ theme: 'dark', precision: 'fp32' });
    await first.close();
    const second = await openHost(dataFolder);
    expect(second.settings()).toMatchObject({ theme: 'dark', precision: 'fp32', language: 'system' });
    await second.close();
    await writeFile(path.join(dataFolder, 'settings.json'), '{"version": 1, "content": {"theme": "mauve"}}');
    const third = await openHost(dataFolder);
    const state = await (createRouterClient(third.router) as AppClient).settings.read();
    expect(state.settings.theme).toBe('system');
    expect(state.problem).toContain('settings.json.broken-');
    await third.close();
  });
});

/** The same iteration, left open when a loop over it ends. */
function withoutEnd<Event>(events: AsyncIterator<Event>): AsyncIterable<Event> {
  return { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) };
}
