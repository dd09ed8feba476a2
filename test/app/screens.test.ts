import { copyFile, link, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { CHROMIUM_ARGUMENTS, findChromium } from '../fixtures/chromium';
import { placeCodedPicture, writeJpeg } from '../fixtures/pictures';
import { engineOf, killEngine, openWindow, rootsOf, serveApp, type ServedApp } from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();
const uiFolder = path.join(projectFolder, 'out', 'renderer');
const LONG_NAME = 'a photo whose name says when, where, by whom and with what it was taken, and more.jpg';
/** Kept to be looked at. */
const screenshots = path.join(projectFolder, 'test-results', 'screenshots');

/** A person's way of looking at the window. */
interface Look {
  readonly name: string;
  readonly options: BrowserContextOptions;
}

const looks: readonly Look[] = [
  { name: 'light', options: { colorScheme: 'light', locale: 'en-GB', viewport: { width: 1280, height: 800 } } },
  { name: 'dark', options: { colorScheme: 'dark', locale: 'en-GB', viewport: { width: 1280, height: 800 } } },
  { name: 'chinese-small', options: { colorScheme: 'light', locale: 'zh-CN', viewport: { width: 900, height: 600 } } },
  // At 200 % a screen of 1440 × 960 has half as many points.
  {
    name: 'zoomed',
    options: { colorScheme: 'dark', locale: 'en-GB', viewport: { width: 720, height: 480 }, deviceScaleFactor: 2 },
  },
];

/** Ways to the screens that hold in every language: keys and roles. */
const screens: readonly { readonly name: string; readonly open: (page: Page) => Promise<void> }[] = [
  { name: 'library', open: (page) => page.getByRole('gridcell').first().locator('img').waitFor() },
  {
    name: 'viewer',
    open: async (page) => {
      await page.getByRole('gridcell').first().dblclick();
      await page.getByRole('application').waitFor();
      await page.getByRole('definition').first().waitFor({ state: 'attached' });
    },
  },
  {
    name: 'export',
    open: async (page) => {
      await page.getByRole('gridcell').first().waitFor();
      await page.keyboard.press('Control+e');
      await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
    },
  },
  ...[0, 1, 2, 3].map((tab) => ({
    name: `settings-${String(tab + 1)}`,
    open: async (page: Page) => {
      await page.getByRole('gridcell').first().waitFor();
      await page.keyboard.press('Control+,');
      await page.getByRole('tab').nth(tab).click();
      await page.getByRole('tabpanel').locator('input, button, [role=combobox]').first().waitFor();
    },
  })),
];

/** Exports as an earlier start has left them: one with failures, one that could not run, one cut short. */
const earlierJobs = (photos: string): object => {
  const options = { formats: ['ply', 'preview'], plyEncoding: 'binary', grid: 'model', frame: 'opencv' };
  const job = (id: string, label: string, rest: object): object => ({
    id,
    label,
    source: { kind: 'folder', folder: photos, recursive: false },
    outputFolder: path.join(folder, 'exports of a folder with quite a long name'),
    options: { ...options, existing: 'resume' },
    total: 12,
    done: 10,
    skipped: 1,
    failures: [],
    isRetry: false,
    ...rest,
  });
  const photo = path.join(photos, LONG_NAME);
  const truncated = {
    code: 'PhotoUnreadable',
    message: `${photo}: is cut short`,
    remedy: 'Open it in another program; if that fails too, restore it from a backup.',
  };
  const full = {
    code: 'OutputUnwritable',
    message: '/media/stick: the disk is full',
    remedy: 'Free some space, or choose another folder.',
  };
  return {
    version: 1,
    content: [
      job('1', 'Holidays', { state: 'done', failures: [{ photo, failure: truncated }] }),
      job('2', 'a folder whose name is as long as people make them', { state: 'failed', failure: full }),
      job('3', 'Garden', { state: 'interrupted' }),
    ],
  };
};

describe.skipIf(program === undefined)('the screens', () => {
  let browser: Browser;
  let app: ServedApp;
  let bare: ServedApp;
  let busy: ServedApp;
  let page: Page;

  beforeAll(async () => {
    const photos = path.join(folder, 'photos');
    await mkdir(path.join(photos, 'a sub-folder with quite a long name, as people give them to folders'), {
      recursive: true,
    });
    await copyFile(path.join(projectFolder, 'resources/samples/coffee.jpg'), path.join(photos, 'coffee.jpg'));
    await writeJpeg(path.join(photos, LONG_NAME), placeCodedPicture());
    app = await serveApp(folder, [photos], uiFolder);
    bare = await serveApp(path.join(folder, 'bare'), [], uiFolder);
    await mkdir(path.join(folder, 'busy/data'), { recursive: true });
    await writeFile(path.join(folder, 'busy/data/jobs.json'), JSON.stringify(earlierJobs(photos)));
    busy = await serveApp(path.join(folder, 'busy'), [photos], uiFolder);
    await stopInExport(busy);
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
    await mkdir(screenshots, { recursive: true });
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser.close();
    await killEngine(busy);
    await Promise.all([app.server.close(), bare.server.close(), busy.server.close()]);
  });

  const openPage = async (served: ServedApp, options: BrowserContextOptions): Promise<void> => {
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(served.server.address);
    await page.getByRole('main').waitFor();
  };

  it('have filter and sort behind a button where they are narrow', async () => {
    await openPage(app, { locale: 'en-GB', viewport: { width: 720, height: 480 }, deviceScaleFactor: 2 });
    await page.getByRole('gridcell').first().locator('img').waitFor();
    await page.getByRole('button', { name: 'Filter and sort' }).click();
    const fields = page.getByRole('dialog', { name: 'Filter and sort' });
    await fields.getByRole('combobox', { name: 'Show' }).waitFor();
    await expectAccessible('zoomed-filter');
    await fields.getByRole('button', { name: 'Ascending: click for descending' }).click();
    await fields.getByRole('combobox', { name: 'Show' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await page.getByText('No photo passes the filter').waitFor();
    await page.keyboard.press('Escape');
    await fields.waitFor({ state: 'detached' });
  });

  it('open the samples for a person who has opened nothing', async () => {
    const first = await serveApp(path.join(folder, 'first'), [], uiFolder);
    await openPage(first, { locale: 'en-GB' });
    await page.getByRole('main').getByRole('button', { name: 'Open sample photos' }).click();
    await expect.poll(() => page.getByRole('gridcell').count()).toBe(3);
    await first.server.close();
  });

  const expectAccessible = async (name: string): Promise<void> => {
    // What fades in has no contrast yet; what goes round for as long as it is waited for is not waited for.
    await page.evaluate(() => {
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      return Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
    });
    await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  };

  describe.each(looks)('$name', ({ name: look, options }) => {
    it('welcome a person who has opened nothing', async () => {
      await openPage(bare, options);
      await page.getByRole('main').getByRole('button').first().waitFor();
      await expectAccessible(`${look}-welcome`);
    });

    it('show the queue: what runs, what failed and why, what is finished', async () => {
      await openPage(busy, options);
      await page.getByRole('treeitem').first().waitFor();
      await page.keyboard.press('Control+3');
      await page.getByRole('complementary').getByRole('progressbar').waitFor();
      for (const reasons of await page.locator('summary').all()) await reasons.click();
      await expectAccessible(`${look}-queue`);
    });

    it.each(screens)('show $name', async ({ name, open }) => {
      await openPage(app, options);
      await open(page);
      await expectAccessible(`${look}-${name}`);
    });
  });
});

/** Begins to export, and has the engine stand still once it has begun: the job runs for as long as it is looked at. */
async function stopInExport(served: ServedApp): Promise<void> {
  const window = await openWindow(served);
  const [root] = await rootsOf(window);
  const [destination] = await window.app.exports.destinations();
  const { settings } = await window.app.settings.read();
  const events = await window.app.events();
  // Known before: by the time that a list of all processes is there, so small an export may be through.
  const engine = await engineOf(served);
  await window.app.exports.start({
    scope: { kind: 'folder', folder: root!.id, recursive: false },
    destination: destination!.id,
    options: settings.export,
  });
  for await (const event of events) {
    if (event.event === 'jobs' && event.jobs.some((job) => job.state === 'running' && job.stage === 'load')) break;
  }
  process.kill(engine, 'SIGSTOP');
  window.close();
}

describe.skipIf(program === undefined)('a folder of 2,000 photos', () => {
  const COUNT = 2000;
  let browser: Browser;
  let app: ServedApp;

  beforeAll(async () => {
    const many = path.join(folder, 'many');
    await mkdir(many);
    const first = path.join(many, '0000.jpg');
    await writeJpeg(first, placeCodedPicture());
    for (let i = 1; i < COUNT; i++) await link(first, path.join(many, `${String(i).padStart(4, '0')}.jpg`));
    app = await serveApp(path.join(folder, 'for-many'), [many], uiFolder);
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
  });
  afterAll(async () => {
    await browser.close();
    await app.server.close();
  });

  it('scrolls to its end, drawing only what is in view', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(120_000);
    await page.goto(app.server.address);
    await page
      .getByRole('contentinfo')
      .getByText(/^2,?000 photos/)
      .waitFor();
    await page.getByRole('gridcell', { name: '0000.jpg' }).click();
    await page.keyboard.press('End');
    const last = page.getByRole('gridcell', { name: '1999.jpg' });
    await last.waitFor();
    await expect
      .poll(() => last.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    await expect.poll(() => page.getByRole('gridcell', { name: '0000.jpg' }).count()).toBe(0);
    expect(await page.getByRole('gridcell').count()).toBeLessThan(100);
  });
});
