import { link, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { CHROMIUM_ARGUMENTS, findChromium } from '../fixtures/chromium';
import { dropFiles } from '../fixtures/drop-files';
import { placeCodedPicture, writeJpeg } from '../fixtures/pictures';
import { serveApp, type ServedApp } from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();
const uiFolder = path.join(projectFolder, 'out', 'renderer');
const samples = path.join(projectFolder, 'resources', 'samples');
const many = path.join(folder, 'many');
const inner = path.join(many, 'inner');
const PHOTOS = 60;
/** Of a machine that has other work too. */
const PATIENCE = { timeout: 30_000 };

describe.skipIf(program === undefined)('the window, in Chromium', () => {
  let app: ServedApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  const serve = (at?: Pick<ServedApp, 'token' | 'origin'>): Promise<ServedApp> =>
    serveApp(folder, [many], uiFolder, at && { token: at.token, port: Number(new URL(at.origin).port) });

  beforeAll(async () => {
    await mkdir(inner, { recursive: true });
    const first = path.join(many, '00.jpg');
    await writeJpeg(first, placeCodedPicture());
    for (let i = 1; i < PHOTOS; i++) await link(first, path.join(many, `${String(i).padStart(2, '0')}.jpg`));
    for (let i = 0; i < PHOTOS; i++) await link(first, path.join(inner, `in ${String(i).padStart(2, '0')}.jpg`));
    app = await serve();
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(app.server.address);
  });
  afterAll(async () => {
    await browser.close();
    await app.server.close();
  });

  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
  const selected = () => page.getByRole('gridcell', { selected: true });
  const status = (text: RegExp) => page.getByRole('contentinfo').getByText(text).waitFor();

  it('goes through the grid by keys alone', async () => {
    await cell('00.jpg').waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    expect(await selected().getAttribute('aria-label')).toBe('00.jpg');
    await page.keyboard.press('ArrowRight');
    expect(await selected().getAttribute('aria-label')).toBe('01.jpg');
    await page.keyboard.press('Shift+ArrowRight');
    await status(/^2 selected/);
    const columns = Number(await page.getByRole('grid').getAttribute('aria-colcount'));
    await page.keyboard.press('ArrowDown');
    const below = String(2 + columns).padStart(2, '0');
    expect(await selected().getAttribute('aria-label')).toBe(`${below}.jpg`);
    await page.keyboard.press('End');
    await cell('59.jpg').waitFor();
    expect(await selected().getAttribute('aria-label')).toBe('59.jpg');
    await page.keyboard.press('Control+a');
    await status(/^60 selected/);
    await page.keyboard.press('Home');
    await status(/^one selected/i);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '00.jpg' }).waitFor();
    await page.getByRole('region', { name: 'How it was made' }).getByText('fathom-s').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: '01.jpg' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
    expect(await selected().getAttribute('aria-label')).toBe('01.jpg');
  });

  it('opens a photo that is dropped on it', async () => {
    await dropFiles(page, [path.join(samples, 'rocket.jpg'), path.join(samples, 'README.md')]);
    await cell('rocket.jpg').waitFor();
    expect(await page.getByRole('gridcell').count()).toBe(1);
    await page.getByRole('treeitem', { name: 'Photos opened one by one' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
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
    expect(await page.getByRole('gridcell').count()).toBe(2);
  });

  it('recovers by itself when the server was started again, with folder, selection and place as they were', async () => {
    await page.getByRole('treeitem', { name: 'many' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: 'inner' }).locator('div').first().click();
    await cell('in 00.jpg').click();
    await page.keyboard.press('End');
    const last = cell('in 59.jpg');
    await last.waitFor();
    const scrolled = await page.getByRole('grid').evaluate(({ scrollTop }) => scrollTop);
    expect(scrolled).toBeGreaterThan(0);
    await app.server.close();
    await page.getByRole('alert').filter({ hasText: 'The connection to Fathom is lost' }).waitFor();
    expect(await page.getByRole('gridcell').count()).toBeGreaterThan(1);
    app = await serve(app);
    await page.getByRole('status').filter({ hasText: 'Engine ready' }).waitFor();
    // What is opened anew in that folder is told of: it is the new host that the window listens to.
    await link(path.join(inner, 'in 00.jpg'), path.join(inner, 'in 60.jpg'));
    await status(/^61 photos/);
    expect(await page.getByRole('grid').evaluate(({ scrollTop }) => scrollTop)).toBe(scrolled);
    expect(await selected().getAttribute('aria-label')).toBe('in 59.jpg');
    await last.dblclick();
    await page.getByRole('region', { name: 'How it was made' }).getByText('fathom-s').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('has had no error in all this', () => {
    expect(complaints).toEqual([]);
  });
});
