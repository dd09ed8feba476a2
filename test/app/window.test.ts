import { copyFile, link, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { CHROMIUM_ARGUMENTS, findChromium } from '../fixtures/chromium';
import { dropFiles, holdFiles } from '../fixtures/drop-files';
import { startExport } from '../fixtures/export-dialog';
import { placeCodedPicture, writeJpeg } from '../fixtures/pictures';
import { pixelsAtRest, pixelsOf, shareChanged, shareDrawn } from '../fixtures/screen-pixels';
import { serveApp, type ServedApp } from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();
const uiFolder = path.join(projectFolder, 'out', 'renderer');
const samples = path.join(projectFolder, 'resources', 'samples');
const many = path.join(folder, 'many');
const inner = path.join(many, 'inner');
const scene = path.join(folder, 'scene');
/** So many that an export of them runs until the next one waits, however slow the dialog is. */
const PHOTOS = 240;
const INNER_PHOTOS = 60;
/** Of a machine that has other work too. */
const PATIENCE = { timeout: 120_000 };

describe.skipIf(program === undefined)('the window, in Chromium', () => {
  let app: ServedApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  const serve = (at?: Pick<ServedApp, 'token' | 'origin'>): Promise<ServedApp> =>
    serveApp(folder, [scene, many], uiFolder, at && { token: at.token, port: Number(new URL(at.origin).port) });

  beforeAll(async () => {
    await mkdir(inner, { recursive: true });
    await mkdir(scene);
    for (const name of ['road-houses.jpg', 'table-pots.jpg']) {
      await copyFile(path.join(projectFolder, 'test/samples/rendered', name), path.join(scene, name));
    }
    const first = path.join(many, '00.jpg');
    await writeJpeg(first, placeCodedPicture());
    for (let i = 1; i < PHOTOS; i++) await link(first, path.join(many, `${String(i).padStart(2, '0')}.jpg`));
    for (let i = 0; i < INNER_PHOTOS; i++) await link(first, path.join(inner, `in ${String(i).padStart(2, '0')}.jpg`));
    app = await serve();
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(app.server.address);
  });
  afterAll(async () => {
    await browser.close();
    await app.server.close();
  });

  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
  /** Waits until these photos are selected, and no others. */
  const expectSelected = async (...names: readonly string[]): Promise<void> => {
    const selected = page.getByRole('gridcell', { selected: true });
    const labels = () => selected.evaluateAll((cells) => cells.map((each) => each.getAttribute('aria-label')));
    await expect.poll(labels).toEqual(names);
  };
  const status = (text: RegExp) => page.getByRole('contentinfo').getByText(text).waitFor();

  it('goes through the grid by keys alone', async () => {
    await cell('00.jpg').waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await expectSelected('00.jpg');
    await page.keyboard.press('ArrowRight');
    await expectSelected('01.jpg');
    await page.keyboard.press('Shift+ArrowRight');
    await status(/^2 selected/);
    const columns = Number(await page.getByRole('grid').getAttribute('aria-colcount'));
    await page.keyboard.press('ArrowDown');
    const below = String(2 + columns).padStart(2, '0');
    await expectSelected(`${below}.jpg`);
    await page.keyboard.press('End');
    await cell('239.jpg').waitFor();
    await expectSelected('239.jpg');
    await page.keyboard.press('Control+a');
    await status(/^240 selected/);
    await page.keyboard.press('Home');
    await status(/^one selected/i);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '00.jpg' }).waitFor();
    await page.getByRole('region', { name: 'How it was made' }).getByText('fathom-s').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: '01.jpg' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
    await expectSelected('01.jpg');
  });

  it('opens a photo that is dropped on it', async () => {
    await dropFiles(page, [path.join(samples, 'rocket.jpg'), path.join(samples, 'README.md')]);
    await cell('rocket.jpg').waitFor();
    await expect.poll(() => page.getByRole('gridcell').count()).toBe(1);
    await page.getByRole('treeitem', { name: 'Photos opened one by one' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('opens a photo that is dropped where the grid has just changed', async () => {
    await page.getByRole('treeitem', { name: 'many' }).locator('div').first().click();
    await cell('00.jpg').waitFor();
    const held = await holdFiles(page, [path.join(samples, 'coffee.jpg')]);
    await page
      .getByRole('treeitem', { name: 'scene' })
      .locator('div')
      .first()
      .evaluate((item: HTMLElement) => item.click());
    await cell('road-houses.jpg').waitFor();
    await held.drop();
    await cell('coffee.jpg').waitFor();
  });

  it('opens a picture that is pasted', async () => {
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(320, 240);
      const context = canvas.getContext('2d')!;
      context.fillStyle = 'green';
      context.fillRect(0, 0, 320, 240);
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([await canvas.convertToBlob()], 'pasted.png', { type: 'image/png' }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    const pasted = cell('pasted.png');
    await pasted.waitFor();
    await expect
      .poll(() => pasted.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth), PATIENCE)
      .toBe(320);
    await expect.poll(() => page.getByRole('gridcell').count()).toBe(3);
  });

  it('names what it waits for until a photo is in view', async () => {
    await page.getByRole('treeitem', { name: 'scene' }).click();
    await cell('road-houses.jpg').waitFor();
    await page.evaluate(() => {
      const said = new Set<string>();
      Object.assign(window, { said });
      new MutationObserver(() => {
        const words = document.querySelector('main [role=status] strong')?.textContent;
        if (words) said.add(words);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await cell('road-houses.jpg').dblclick();
    await page.getByRole('region', { name: 'How it was made' }).getByText('fathom-s').waitFor();
    const said = await page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
    expect(said).toEqual(
      expect.arrayContaining(['Reading the photo…', 'Inference…', 'Uploading to the graphics card…']),
    );
  });

  const cloud = () => page.getByRole('application');
  const layout = (name: string) => page.getByRole('button', { name, exact: true }).click();

  it.each([
    ['Photo', ['Photo']],
    ['Depth', ['Depth']],
    ['Cloud', ['Cloud']],
    ['Side by side', ['Photo', 'Depth', 'Cloud']],
  ])('shows the views of the layout %s', async (name, views) => {
    await layout(name);
    const shown = page.getByRole('main').getByRole('region', { name: /^(Photo|Depth|Cloud)$/ });
    await expect.poll(() => shown.count()).toBe(views.length);
    for (const view of views) await page.getByRole('region', { name: view, exact: true }).waitFor();
  });

  /** Does something to the cloud and says how much of it looks different afterwards. */
  const changeBy = async (act: () => Promise<unknown>): Promise<number> => {
    const before = await pixelsAtRest(cloud());
    await act();
    await expect.poll(async () => shareChanged(before, await pixelsOf(cloud())), PATIENCE).toBeGreaterThan(0);
    return shareChanged(before, await pixelsAtRest(cloud()));
  };
  const switchOf = (name: string) => page.getByRole('switch', { name });

  it('draws more points without the masks, and fewer with a cut', async () => {
    await layout('Cloud');
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud())), PATIENCE).toBeGreaterThan(0.2);
    const masked = shareDrawn(await pixelsAtRest(cloud()));
    await changeBy(() => switchOf('Hide flying pixels at edges').click());
    await changeBy(() => switchOf('Hide the sky').click());
    expect(shareDrawn(await pixelsAtRest(cloud()))).toBeGreaterThan(masked);
    await switchOf('Hide the sky').click();
    await switchOf('Hide flying pixels at edges').click();
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud())), PATIENCE).toBe(masked);
    const far = page.getByRole('slider', { name: 'Far cut' });
    await changeBy(async () => {
      await far.focus();
      for (let i = 0; i < 8; i++) await page.keyboard.press('PageDown');
    });
    expect(shareDrawn(await pixelsAtRest(cloud()))).toBeLessThan(masked);
    await far.press('End');
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud())), PATIENCE).toBe(masked);
  });

  it('hides surfaces seen flatly, which a worker finds once the slider asks for them', async () => {
    const masked = shareDrawn(await pixelsOf(cloud()));
    const flatly = page.getByRole('slider', { name: 'Surfaces seen flatly' });
    await flatly.press('Home');
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud())), PATIENCE).toBeLessThan(0.9 * masked);
    await flatly.press('End');
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud())), PATIENCE).toBe(masked);
  });

  it('colours points by photo, depth, normal and confidence', async () => {
    const colourBy = async (name: string): Promise<void> => {
      await page.getByRole('combobox', { name: 'Colour the cloud by' }).click();
      await page.getByRole('option', { name, exact: true }).click();
      await page.getByRole('listbox').waitFor({ state: 'detached' });
    };
    for (const name of ['Depth', 'Normal', 'Confidence', 'Photo']) {
      expect(await changeBy(() => colourBy(name))).toBeGreaterThan(0.15);
    }
  });

  it('draws the same again after the graphics card was taken away and came back', async () => {
    const before = await pixelsAtRest(cloud());
    await cloud().evaluate((canvas: HTMLCanvasElement) => {
      const lose = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
      Object.assign(window, { lose });
      lose.loseContext();
    });
    await page.getByRole('alert').filter({ hasText: 'The graphics card was taken away' }).waitFor();
    await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.restoreContext());
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await expect.poll(async () => shareChanged(before, await pixelsOf(cloud())), PATIENCE).toBeLessThan(0.001);
  });

  const card = (name: string) => page.getByRole('listitem').filter({ hasText: new RegExp(`^${name}`) });
  const exportFolder = async (name: string): Promise<void> => {
    await page.getByRole('treeitem', { name }).locator('div').first().click();
    await page.getByRole('gridcell').first().waitFor();
    await startExport(page, (dialog) => dialog.getByRole('radio', { name: `Folder ${name} (` }).click());
  };

  it('cancels one export, and all of them', async () => {
    await layout('Side by side');
    await page.keyboard.press('Escape');
    await page.getByRole('treeitem', { name: 'many' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: 'inner' }).waitFor();
    await exportFolder('many');
    await exportFolder('inner');
    await card('inner').getByText('Waiting').waitFor();
    await card('inner').getByRole('button', { name: 'Cancel' }).click();
    await card('inner').getByText('Cancelled').waitFor();
    await card('many').getByRole('progressbar').waitFor();
    await card('inner').getByRole('button', { name: 'Take up what is not finished' }).click();
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await card('many').getByText('Cancelled').waitFor();
    await card('inner').getByText('Cancelled').waitFor();
    await page.getByRole('button', { name: 'Cancel all' }).waitFor({ state: 'detached' });
  });

  it('takes up an export again that the end of the app interrupted, and skips what is finished', async () => {
    await card('many').getByRole('button', { name: 'Take up what is not finished' }).click();
    await card('many')
      .getByText(/\d+ of 240 done/)
      .waitFor();
    const queue = page.getByRole('complementary', { name: 'Queue' });
    await queue.getByRole('button', { name: 'Close' }).click();
    await queue.waitFor({ state: 'detached' });
    // It goes on behind the closed panel.
    await page
      .getByRole('contentinfo')
      .getByText(/many: \d+ of 240/)
      .waitFor();
    await app.server.close();
    app = await serve(app);
    await page.getByRole('status').filter({ hasText: 'Engine ready' }).waitFor();
    await page.getByRole('button', { name: 'Queue' }).click();
    await card('many').getByText('Interrupted when Fathom ended').waitFor();
    await card('many').getByRole('button', { name: 'Take up what is not finished' }).click();
    const finished = card('many').getByText(/^Finished · (\d+) of 240 done · (\d+|one) skipped/);
    await finished.waitFor();
    const [, done, skipped] = /(\d+) of 240 done · (\d+)/.exec((await finished.textContent())!)!;
    expect(Number(done) + Number(skipped)).toBe(PHOTOS);
    expect(Number(skipped)).toBeGreaterThan(0);
  });

  it('recovers by itself when the server was started again, with folder, selection and place as they were', async () => {
    await page.getByRole('treeitem', { name: 'many' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: 'inner' }).locator('div').first().click();
    await cell('in 00.jpg').click();
    await page.keyboard.press('End');
    const last = cell('in 59.jpg');
    await last.waitFor();
    await expectSelected('in 59.jpg');
    const place = () => page.getByRole('grid').evaluate(({ scrollTop }) => scrollTop);
    const scrolled = await place();
    expect(scrolled).toBeGreaterThan(0);
    await app.server.close();
    await page.getByRole('alert').filter({ hasText: 'The connection to Fathom is lost' }).waitFor();
    expect(await page.getByRole('gridcell').count()).toBeGreaterThan(1);
    app = await serve(app);
    await page.getByRole('status').filter({ hasText: 'Engine ready' }).waitFor();
    // What is opened anew in that folder is told of: it is the new host that the window listens to.
    await link(path.join(inner, 'in 00.jpg'), path.join(inner, 'in 60.jpg'));
    await status(/^61 photos/);
    await expect.poll(place).toBe(scrolled);
    await expectSelected('in 59.jpg');
    await last.dblclick();
    await page.getByRole('region', { name: 'How it was made' }).getByText('fathom-s').waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it('has had no error in all this', () => {
    expect(complaints).toEqual([]);
  });
});
