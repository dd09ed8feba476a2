import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostEvent } from '../../src/contract/app/events';
import type { PhotoEntry, Root } from '../../src/contract/app/library';
import { depthFrom, type ViewStage } from '../../src/contract/depth-view';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig } from '../fixtures/engines';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { readPly } from '../fixtures/read-back';
import {
  killEngine,
  openWindow,
  photosOf,
  rootsOf,
  serveApp,
  type ServedApp,
  type Window,
} from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photos = path.join(folder, 'photos');
const file = path.join(photos, 'photo.jpg');
let app: ServedApp;
let window: Window;
let root: Root;
let photo: PhotoEntry;

beforeAll(async () => {
  await mkdir(photos);
  await sharpOf(placeCodedPicture()).jpeg().toFile(file);
  app = await serveApp(folder, [photos]);
  window = await openWindow(app);
  [root] = (await rootsOf(window)) as [Root];
  [photo] = (await photosOf(window, root)) as [PhotoEntry];
});
afterAll(async () => {
  window.close();
  await app.server.close();
});

/** The first event that fits, of those the host tells from now on, or from where these events begin. */
async function eventThat(
  fits: (event: HostEvent) => boolean,
  events: Promise<AsyncIterable<HostEvent>> = window.app.events(),
): Promise<HostEvent> {
  for await (const event of await events) if (fits(event)) return event;
  throw new Error('the host told of no such event');
}

describe('a page of fathom serve', () => {
  it('knows what its host is and can', async () => {
    expect(await window.app.about()).toEqual({
      version: '0.0.0-test',
      platform: process.platform,
      host: 'browser',
      can: { chooseFiles: false, showInFolder: false },
      links: { licence: 'https://www.apache.org/licenses/LICENSE-2.0' },
    });
  });

  it('sees the given folder, and names without paths', async () => {
    expect(root).toMatchObject({ name: 'photos', kind: 'folder' });
    expect(photo).toMatchObject({ name: 'photo.jpg' });
    const facts = await window.app.photo.inspect({ photo: photo.id });
    expect(facts).toMatchObject({ name: 'photo.jpg', format: 'jpeg' });
    expect(JSON.stringify([root, photo, facts])).not.toContain(folder);
  });

  it('is answered the very depth that an engine in this process makes', async () => {
    await window.app.photo.admit({ photo: photo.id });
    const there = await depthFrom(window.depthView.depth({ id: photo.id }));
    const { edgeThreshold } = (await window.app.settings.read()).settings;
    const local = startInProcessEngine(engineConfig());
    const here = await local.client.depth({ path: file, edgeThreshold });
    await local.stop();
    for (const name of ['depthMetres', 'mask', 'normals', 'confidence'] as const) {
      expect(Object.getPrototypeOf(there[name])).toBe(Object.getPrototypeOf(here[name]));
      expect(bytesOf(there[name]!).equals(bytesOf(here[name]!))).toBe(true);
    }
    expect(there.intrinsics).toEqual(here.intrinsics);
    expect(there.model).toEqual(here.model);
  });

  it('is told what is done for the depth on the way to it', async () => {
    await sharpOf(placeCodedPicture(400, 300)).jpeg().toFile(path.join(photos, 'fresh.jpg'));
    const fresh = (await photosOf(window, root)).find(({ name }) => name === 'fresh.jpg')!;
    await window.app.photo.admit({ photo: fresh.id });
    const stages: ViewStage[] = [];
    await depthFrom(window.depthView.depth({ id: fresh.id }), (stage) => stages.push(stage));
    expect(stages).toEqual(['decode', 'infer', 'send']);
  });

  it('is refused the depth of a photo that its host did not admit', async () => {
    await expect(depthFrom(window.depthView.depth({ id: 'AAAAAAAAAAAAAAAA' }))).rejects.toMatchObject({
      code: 'PhotoUnreadable',
      defined: true,
      data: { remedy: expect.any(String) as string },
    });
  });

  it('can leave a call for depth: the engine leaves it too', async () => {
    const large = path.join(folder, 'large');
    await mkdir(large);
    for (let i = 0; i < 6; i++) {
      await sharpOf(placeCodedPicture(2000, 1500))
        .png()
        .toFile(path.join(large, `${String(i)}.png`));
    }
    const other = await serveApp(path.join(folder, 'other'), [large]);
    const page = await openWindow(other);
    try {
      const [there] = await rootsOf(page);
      const ids = (await photosOf(page, there!)).map(({ id }) => id);
      for (const id of ids) await page.app.photo.admit({ photo: id });
      const leave = new AbortController();
      const left = ids.slice(0, -1).map((id) => depthFrom(page.depthView.depth({ id }, { signal: leave.signal })));
      // Answered by the engine after it has heard of those before.
      await expect(depthFrom(page.depthView.depth({ id: 'unknown-id' }))).rejects.toThrow();
      leave.abort(new Error('another photo was chosen'));
      for (const call of left) await expect(call).rejects.toThrow('another photo was chosen');
      // It stands behind them in the engine's queue, so that they would be made by the time it is.
      await depthFrom(page.depthView.depth({ id: ids.at(-1)! }));
      const states = await page.app.library.states({ photos: ids });
      expect(states.at(-1)!.hasDepth).toBe(true);
      expect(states.at(-2)!.hasDepth).toBe(false);
    } finally {
      page.close();
      await other.server.close();
    }
  });

  it('gets its export in the one folder there is', async () => {
    const [destination] = await window.app.exports.destinations();
    const { job } = await window.app.exports.start({
      scope: { kind: 'photos', photos: [photo.id] },
      destination: destination!.id,
      options: { formats: ['ply'] },
    });
    await eventThat(
      (event) => event.event === 'jobs' && event.jobs.some(({ id, state }) => id === job && state === 'done'),
    );
    const cloud = await readPly(path.join(app.outputFolder, 'photo.ply'));
    expect(cloud.count).toBeGreaterThan(1000);
  });

  it('goes on after its engine was killed', async () => {
    const before = await window.app.engine.diagnose();
    const events = window.app.events();
    await events;
    await killEngine(app);
    await eventThat((event) => event.event === 'engine' && event.engine.state === 'restarting', events);
    await eventThat((event) => event.event === 'engine' && event.engine.state === 'ready');
    await window.app.photo.admit({ photo: photo.id });
    expect((await depthFrom(window.depthView.depth({ id: photo.id }))).depthMetres.length).toBeGreaterThan(0);
    expect(await window.app.engine.diagnose()).toEqual(before);
  });

  it('is told why when the server stops', async () => {
    const other = await serveApp(path.join(folder, 'stopping'), []);
    const page = await openWindow(other);
    await page.app.about();
    const farewell = once(page.socket, 'close');
    await other.server.close();
    const [code, reason] = (await farewell) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([1001, 'Fathom was stopped']);
    await expect(page.app.about()).rejects.toThrow('closed');
    await expect(fetch(other.origin)).rejects.toThrow();
  });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
