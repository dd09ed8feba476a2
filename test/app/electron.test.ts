import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FolderId } from '../../src/contract/app/ids';
import { dropFiles } from '../fixtures/drop-files';
import { launchApp, whyNoElectron, type RunningApp } from '../electron/launch';

/** Kept as output of the continuous integration. */
const screenshots = path.resolve(import.meta.dirname, '../../test-results/screenshots');

/** Models are tried with photos, on processors that others use as well. */
const PATIENCE = { timeout: 120_000 };

const samples = path.resolve(import.meta.dirname, '../../resources/samples');

/** Asks for ports and waits until both are there. */
async function connect({ page }: RunningApp): Promise<void> {
  await page.waitForFunction(() => 'testPage' in window);
  await page.evaluate(() => window.testPage.bridge.connect());
  await page.waitForFunction(() => new Set(window.testPage.arrived).size === 2);
}

/** What a folder holds, once all of it is known. */
const browse = (running: RunningApp, folder: FolderId) =>
  running.page.evaluate(async (id) => {
    const photos = [];
    for await (const event of await window.testPage.app().library.browse({ folder: id })) {
      if (event.event === 'photos') photos.push(...event.photos);
      if (event.event === 'complete') break;
    }
    return photos;
  }, folder);

/** Clicks an item of the native menu. */
const click = ({ app }: RunningApp, item: string) =>
  app.evaluate(({ Menu }, id) => {
    (Menu.getApplicationMenu()!.getMenuItemById(id)!.click as () => void)();
  }, item);

/** The roots that are open, as the host tells whoever listens. */
const openRoots = (running: RunningApp) =>
  running.page.evaluate(async () => {
    for await (const event of await window.testPage.app().events()) if (event.event === 'roots') return event.roots;
    return [];
  });

describe.skipIf(whyNoElectron !== undefined)('the app in Electron', () => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await launchApp({ withTestPage: true });
    await connect(running);
  });
  afterAll(() => running.close());

  it('answers over its port', async () => {
    const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    const about = await running.page.evaluate(() => window.testPage.app().about());
    expect(about).toMatchObject({ version, host: 'desktop', can: { chooseFiles: true, showInFolder: true } });
  });

  it('opens the samples and serves their pictures from its own origin', async () => {
    const root = await running.page.evaluate(() => window.testPage.app().library.openSamples());
    const photos = await browse(running, root.id);
    expect(photos.map(({ name }) => name).sort()).toEqual(['chelsea.jpg', 'coffee.jpg', 'rocket.jpg']);
    const { id, version } = photos.find(({ name }) => name === 'coffee.jpg')!;
    const image = (address: string) => running.page.evaluate((where) => window.testPage.attempts.image(where), address);
    expect(await image(`/thumb/${id}/${version}`)).toMatch(/^320 × \d+$/);
    expect(await image(`/image/${id}/${version}`)).toMatch(/^\d{3,4} × \d{3,4}$/);
    // A straight port takes what the host has admitted, and nothing else.
    const depth = await running.page.evaluate(async (photo) => {
      await window.testPage.app().photo.admit({ photo });
      const { widthPx, heightPx, depthMetres } = await window.testPage.depthOf(photo);
      return { pixels: widthPx * heightPx, values: depthMetres.length, isFloat: depthMetres instanceof Float32Array };
    }, id);
    expect(depth.values).toBe(depth.pixels);
    expect(depth.isFloat).toBe(true);
    const refusal = await running.page.evaluate(() =>
      window.testPage
        .depthOf('never-admitted')
        .then(String, (error: unknown) => (error as { code?: string }).code ?? String(error)),
    );
    expect(refusal).toBe('PhotoUnreadable');
  });

  it('gives the window nothing of the engine but its depth view', async () => {
    const refused = await running.page.evaluate(
      async (file) => {
        const engine = window.testPage.depthView() as unknown as { inspect(input: object): Promise<unknown> };
        return engine.inspect({ path: file }).then(
          () => 'an answer',
          (error: unknown) => (error as { code: string }).code,
        );
      },
      path.join(samples, 'coffee.jpg'),
    );
    expect(refused).toBe('NOT_FOUND');
  });

  it("passes the menu's commands on", async () => {
    const heard = running.page.evaluate(async () => {
      for await (const event of await window.testPage.app().events()) {
        if (event.event === 'command') return event.command;
      }
      return undefined;
    });
    // The subscription travels its own way, and may come later.
    await click(running, 'showQueue');
    expect(await heard).toBe('showQueue');
  });

  it('speaks the language that is set', async () => {
    const menu = () => running.app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.items.map(({ label }) => label));
    expect(await menu()).toContain('File');
    await running.page.evaluate(() => window.testPage.app().settings.change({ language: 'zh-CN', theme: 'dark' }));
    await expect.poll(menu).toContain('文件');
    const isDark = () => running.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await expect.poll(isDark).toBe(true);
  });

  it('has a second start hand its photos over and end', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fathom-second-'));
    copyFileSync(path.join(samples, 'rocket.jpg'), path.join(folder, 'mine.jpg'));
    expect(running.startAgain([folder, path.join(folder, 'absent.jpg')])).toBe(0);
    await expect.poll(async () => (await openRoots(running)).map(({ name }) => name)).toContain(path.basename(folder));
    rmSync(folder, { recursive: true });
  });

  it('opens what a link of a second start names, and refuses any other in words', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fathom-link-'));
    await running.app.evaluate(({ dialog }) => {
      const refusals: string[] = [];
      Object.assign(globalThis, { refusals });
      Object.assign(dialog, {
        showMessageBox: (_window: unknown, { message, detail }: { message: string; detail: string }) => {
          refusals.push(`${message} ${detail}`);
          return Promise.resolve({ response: 0 });
        },
      });
    });
    await running.page.evaluate(() => window.testPage.app().settings.change({ language: 'en' }));
    expect(running.startAgain([`fathom://open?path=${encodeURIComponent(folder)}`])).toBe(0);
    await expect.poll(async () => (await openRoots(running)).map(({ name }) => name)).toContain(path.basename(folder));
    const before = await openRoots(running);
    expect(running.startAgain(['fathom://open?path=/bin/sh'])).toBe(0);
    const refusals = () => running.app.evaluate(() => (globalThis as unknown as { refusals: string[] }).refusals);
    await expect.poll(refusals).toEqual(['Fathom did not open a link. The file that it names is no photo.']);
    expect(await openRoots(running)).toEqual(before);
    rmSync(folder, { recursive: true });
  });

  it('says where a file that the page made cannot be written', async () => {
    await running.app.evaluate(({ dialog, session }) => {
      const told: string[] = [];
      Object.assign(globalThis, { told });
      Object.assign(dialog, {
        showMessageBox: (_window: unknown, { message, detail }: { message: string; detail: string }) => {
          told.push(`${message} ${detail.split('\n')[0]!}`);
          return Promise.resolve({ response: 0 });
        },
      });
      // In a person's place: /dev/null holds no files.
      session.defaultSession.once('will-download', (_event, item) => item.setSavePath('/dev/null/picture.png'));
    });
    await running.page.evaluate(() => window.testPage.app().settings.change({ language: 'en' }));
    await running.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['a picture']));
      link.download = 'picture.png';
      link.click();
    });
    const told = () => running.app.evaluate(() => (globalThis as unknown as { told: string[] }).told);
    await expect.poll(told).toEqual(['The file could not be saved. /dev/null/picture.png']);
  });

  it('posts a new straight port when the engine was started again', async () => {
    const count = () =>
      running.page.evaluate(() => window.testPage.arrived.filter((name) => name === 'depthView').length);
    const before = await count();
    execFileSync('kill', ['-9', ...enginesOf(running)]);
    await expect.poll(count).toBe(before + 1);
    const root = await running.page.evaluate(() => window.testPage.app().library.openSamples());
    const [photo] = await browse(running, root.id);
    const values = await running.page.evaluate(async (id) => {
      await window.testPage.app().photo.admit({ photo: id });
      return (await window.testPage.depthOf(id)).depthMetres.length;
    }, photo!.id);
    expect(values).toBeGreaterThan(0);
  });

  it('opens files that are dropped, wherever they lie, and tells the page nothing of the place', async () => {
    await running.page.evaluate(() => {
      const input = Object.assign(document.createElement('input'), { type: 'file', id: 'drop' });
      input.onchange = () => window.fathom.openDropped([...(input.files ?? [])]);
      document.body.append(input);
    });
    await running.page.setInputFiles('#drop', path.join(samples, 'chelsea.jpg'));
    await expect
      .poll(async () => (await openRoots(running)).filter(({ kind }) => kind === 'photos').length)
      .toBeGreaterThan(0);
    expect(JSON.stringify(await openRoots(running))).not.toContain(samples);
  });
});

/** Process ids of the engine, which is a child of the main process under whatever name. */
function enginesOf({ app }: RunningApp): string[] {
  const children = execFileSync('ps', ['--ppid', String(app.process().pid), '-o', 'pid=,args='], { encoding: 'utf8' });
  const engines = children.split('\n').filter((line) => /engine\.cjs|NodeService/.test(line));
  return engines.map((line) => line.trim().split(/\s+/)[0]!);
}

describe.skipIf(whyNoElectron !== undefined)('the interface in Electron', () => {
  let running: RunningApp;
  beforeAll(async () => void (running = await launchApp()));
  afterAll(() => running.close());

  it('is there, and shows the samples that the menu opens with one click', async () => {
    const { page } = running;
    const violations: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    // The window may still be connecting.
    await click(running, 'openSamples');
    await page.getByRole('treeitem', { name: 'samples' }).waitFor();
    await page.waitForFunction(() => [...document.images].filter(({ naturalWidth }) => naturalWidth > 0).length >= 3);
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: path.join(screenshots, 'electron-library.png') });
    expect(violations).toEqual([]);
  });

  it('lets the precision be set, shows what was found for it, and tries it again', async () => {
    const { page } = running;
    const settings = page.getByRole('button', { name: 'Settings', exact: true });
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    const sentence = dialog.getByTestId('verdict');
    const rows = dialog.getByTestId('verdicts').getByRole('listitem');
    await settings.click();
    await dialog.getByRole('radio', { name: 'fp32', exact: true }).click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    // What is set is what the next photo is run with.
    await page.getByRole('treeitem', { name: 'samples' }).click();
    await page.getByRole('gridcell', { name: 'coffee.jpg', exact: true }).dblclick();
    await page.getByRole('img', { name: 'Depth map' }).waitFor(PATIENCE);
    await page.getByText('fp32 as asked').waitFor(PATIENCE);

    await settings.click();
    await dialog.getByRole('radio', { name: 'Automatic', exact: true }).click();
    await dialog.getByRole('button', { name: 'Test again', exact: true }).click();
    const reference = rows.filter({ hasText: 'fp32 on cpu' });
    await reference.filter({ hasText: / ms/ }).waitFor(PATIENCE);
    await dialog.getByRole('button', { name: 'Test again', exact: true }).waitFor(PATIENCE);
    await expect.poll(() => dialog.getByTestId('verdicts').locator('[data-status="chosen"]').count()).toBe(1);
    await expect.poll(() => sentence.textContent(), PATIENCE).toMatch(/: .*using (float|bfloat)\d+ on .*\.$/);
    await page.screenshot({ path: path.join(screenshots, 'electron-precision.png') });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Library', exact: true }).click();
    await page.getByRole('treeitem', { name: 'samples' }).waitFor();
  });

  it('opens the folder and the photo that are dropped on it, where they lie', async () => {
    const { page } = running;
    const folder = mkdtempSync(path.join(tmpdir(), 'fathom-dropped-'));
    copyFileSync(path.join(samples, 'chelsea.jpg'), path.join(folder, 'in the folder.jpg'));
    await dropFiles(page, [folder, path.join(samples, 'rocket.jpg')]);
    await page.getByRole('treeitem', { name: path.basename(folder) }).waitFor();
    await page.getByRole('gridcell', { name: 'rocket.jpg', exact: true }).waitFor();
    expect(existsSync(path.join(running.dataFolder, 'pictures'))).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

describe.skipIf(whyNoElectron !== undefined)('the window', () => {
  let dataFolder: string;
  beforeEach(() => void (dataFolder = mkdtempSync(path.join(tmpdir(), 'fathom-home-'))));
  afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

  const boundsOf = ({ app }: RunningApp) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds());

  it('opens where it was closed, with the folder that is named', async () => {
    const first = await launchApp({ withTestPage: true, dataFolder });
    const bounds = { x: 60, y: 40, width: 900, height: 600 };
    await first.app.evaluate(({ BrowserWindow }, there) => BrowserWindow.getAllWindows()[0]!.setBounds(there), bounds);
    await expect.poll(() => boundsOf(first)).toEqual(bounds);
    await first.close();
    expect(existsSync(path.join(dataFolder, 'window.json'))).toBe(true);

    const second = await launchApp({ withTestPage: true, dataFolder, paths: [samples] });
    await expect.poll(() => boundsOf(second)).toEqual(bounds);
    await connect(second);
    await expect.poll(async () => (await openRoots(second)).map(({ name }) => name)).toContain('samples');
    await second.close();
  });

  it('closes in order when the system tells it to end', async () => {
    const running = await launchApp({ withTestPage: true, dataFolder, paths: [samples] });
    await connect(running);
    await expect.poll(async () => (await openRoots(running)).map(({ name }) => name)).toContain('samples');
    const ended = once(running.app.process(), 'exit');
    running.app.process().kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(existsSync(path.join(dataFolder, 'window.json'))).toBe(true);
    await running.close();
  });

  it('asks before it interrupts an export, and stays if it should', async () => {
    const running = await launchApp({ withTestPage: true, dataFolder });
    await connect(running);
    const asked = await running.app.evaluate(({ app, dialog }) => {
      // Nobody is there to answer: the first time this answers for them that it should stay, then that it should quit.
      const questions: string[] = [];
      Object.assign(dialog, {
        showMessageBox: (_window: unknown, { message }: { message: string }) => {
          questions.push(message);
          return Promise.resolve({ response: questions.length === 1 ? 1 : 0 });
        },
      });
      Object.assign(globalThis, { questions });
      return app.isReady();
    });
    expect(asked).toBe(true);
    const root = await running.page.evaluate(() => window.testPage.app().library.openSamples());
    await running.page.evaluate(async (folder) => {
      const { app } = window.testPage;
      const destination = (await app().exports.destinations())[0]!.id;
      const { export: options } = (await app().settings.read()).settings;
      await app().exports.start({ scope: { kind: 'folder', folder, recursive: false }, destination, options });
    }, root.id);
    await running.app.evaluate((electron) => electron.app.quit());
    const questions = () => running.app.evaluate(() => (globalThis as unknown as { questions: string[] }).questions);
    await expect.poll(questions).toEqual(['Photos are still being exported.']);
    expect(running.app.windows()).toHaveLength(1);
    await running.close();
  });
});
