import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { settingsSchema } from '../../src/contract/app/settings';
import { startInProcessEngine } from '../../src/engine/in-process';
import { CHROMIUM_ARGUMENTS, findChromium } from '../fixtures/chromium';
import { engineConfig } from '../fixtures/engines';
import { startExport } from '../fixtures/export-dialog';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { expectOnlyWholeResults, readNpy, readPly } from '../fixtures/read-back';
import { pixelsAtRest } from '../fixtures/screen-pixels';
import { killEngine, openWindow, serveApp, type ServedApp } from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();

const folder = tempFolder();
const photos = path.join(folder, 'photos');
const batch = path.join(folder, 'batch');
const BATCH_PHOTOS = 8;
/** Of a machine that has other work too. */
const PATIENCE = { timeout: 120_000 };
const PHOTO = 'coffee.jpg';

/** What the read-out says: the point in metres, and the pixel. */
interface Pointed {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Of the photo. */
  readonly column: number;
  readonly row: number;
}

describe.skipIf(program === undefined)('fathom serve in Chromium', () => {
  let app: ServedApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    await mkdir(photos);
    await mkdir(batch);
    await copyFile(path.join(projectFolder, 'resources', 'samples', PHOTO), path.join(photos, PHOTO));
    for (let i = 0; i < BATCH_PHOTOS; i++) {
      const picture = placeCodedPicture(2000 + i, 1500);
      await sharpOf(picture)
        .jpeg()
        .toFile(path.join(batch, `${String(i)}.jpg`));
    }
    app = await serveApp(folder, [batch, photos], path.join(projectFolder, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
    });
  });
  afterAll(async () => {
    await browser.close();
    await app.server.close();
  });

  it('opens by the printed address, and takes the token out of it', async () => {
    await page.goto(app.server.address);
    expect(page.url()).toBe(`${app.origin}/`);
    await page.getByRole('status').filter({ hasText: 'Engine ready' }).waitFor();
  });

  it('shows the thumbnails of a folder', async () => {
    await page.getByRole('treeitem', { name: 'photos' }).click();
    const cell = page.getByRole('gridcell', { name: PHOTO });
    await cell.waitFor();
    await expect
      .poll(
        () => cell.locator('img').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth),
        PATIENCE,
      )
      .toBe(320);
    await expect.poll(() => page.getByRole('gridcell').count()).toBe(1);
  });

  it('draws the cloud of the photo that is opened, in the photo’s colours', async () => {
    await page.getByRole('gridcell', { name: PHOTO }).dblclick();
    await page.getByRole('region', { name: 'How it was made' }).waitFor();
    await page.getByRole('button', { name: 'Cloud', exact: true }).click();
    const canvas = page.getByRole('application');
    await expect.poll(async () => (await drawn(canvas)).share, PATIENCE).toBeGreaterThan(0.2);
    await pixelsAtRest(canvas);
    const { colours } = await drawn(canvas);
    const expected = await coarse(sharp(path.join(photos, PHOTO)));
    const difference = colours.reduce((sum, value, i) => sum + Math.abs(value - expected[i]!), 0) / colours.length;
    expect(difference).toBeLessThan(25);
    await page.getByRole('button', { name: 'Side by side' }).click();
  });

  it('exports the photo in view as the very points that an engine in this process makes', async () => {
    await exportNow(page, ['NPY']);
    const cloud = await readPly(path.join(app.outputFolder, 'coffee.ply'));
    const { edgeThreshold } = settingsSchema.parse({});
    const { client, stop } = startInProcessEngine(engineConfig());
    const { depthMetres, mask } = await client.depth({ path: path.join(photos, PHOTO), edgeThreshold });
    await stop();
    const kept = depthMetres.filter((_, i) => mask[i] === 0);
    expect(cloud.count).toBe(kept.length);
    const z = cloud.positions.filter((_, i) => i % 3 === 2);
    expect(least(z)).toBe(least(kept));
    expect(most(z)).toBe(most(kept));
    await expectOnlyWholeResults(app.outputFolder);
  });

  it('reads out the very depth that the files hold, at several pixels', async () => {
    const { positions } = await readPly(path.join(app.outputFolder, 'coffee.ply'));
    const { shape, values } = await readNpy(path.join(app.outputFolder, 'coffee.depth.npy'));
    for (const [across, down] of [
      [0.5, 0.8],
      [0.3, 0.6],
      [0.7, 0.4],
    ] as const) {
      const { x, y, z, column, row } = await pointAt(page, across, down);
      // Read out to the millimetre: of the points within one, there is one for the very pixel.
      const isNear = (at: number): boolean =>
        [x, y, z].every((value, axis) => Math.abs(positions[3 * at + axis]! - value) < 0.000_51);
      expect(Array.from({ length: positions.length / 3 }, (_, at) => at).some(isNear)).toBe(true);
      // The depth file has the photo's pixels, so that it lies a little beside the model's.
      expect(Math.abs(values[row * shape[1]! + column]! / z - 1)).toBeLessThan(0.02);
    }
  });

  it('makes the depth 1.5 times as large with 1.5 times the focal length, and nothing wider', async () => {
    const before = await pointAt(page, 0.301, 0.603);
    const field = page.getByRole('textbox', { name: 'In pixels' });
    const focalPx = Number(await field.inputValue());
    await field.fill(String(1.5 * focalPx));
    await field.blur();
    // The field shows whole pixels, the read-out whole millimetres.
    const tolerance = 0.000_6 * 2.5 + (1.5 * before.z * 0.5) / focalPx;
    await expect
      .poll(async () => Math.abs((await pointAt(page, 0.301, 0.603)).z - 1.5 * before.z), PATIENCE)
      .toBeLessThan(tolerance);
    const after = await pointAt(page, 0.301, 0.603);
    expect(Math.abs(after.x - before.x)).toBeLessThan(0.002);
    await page.getByRole('button', { name: 'Reset to EXIF' }).click();
    await page.getByRole('img', { name: 'Depth map' }).waitFor();
    await expect.poll(() => pointAt(page, 0.301, 0.603), PATIENCE).toEqual(before);
  });

  it('says what was chosen and why when the precision is changed, and whether the view is older', async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('radio', { name: 'int8' }).click();
    const verdict = dialog.getByRole('region', { name: 'What was found and chosen' });
    await expect.poll(() => verdict.textContent(), PATIENCE).toMatch(/int8 on the CPU, verified/);
    await page.keyboard.press('Escape');
    const host = await openWindow(app);
    expect(await host.app.engine.choice()).toMatchObject({ requested: 'int8', used: 'int8' });
    host.close();
    await page.getByRole('status').filter({ hasText: 'Made with fp32, the settings now say int8.' }).waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    await dialog.getByRole('radio', { name: 'Automatic' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Re-run' }).waitFor({ state: 'detached' });
  });

  it('completes an export though its engine is killed in the middle of it', async () => {
    await page.getByRole('button', { name: 'Library' }).click();
    await page.getByRole('treeitem', { name: 'batch' }).click();
    await page.getByRole('gridcell', { name: '0.jpg' }).waitFor();
    await startExport(page, async (dialog) => {
      await dialog.getByRole('radio', { name: /^Folder batch \(/ }).click();
    });
    const card = page.getByRole('listitem').filter({ hasText: /^batch/ });
    await card
      .getByText(/[1-7] of 8 done/)
      .first()
      .waitFor();
    // It is soon started again: what is looked for now and then may be past.
    await page.evaluate(() => {
      const said = new Set<string>();
      Object.assign(window, { said });
      new MutationObserver(() => {
        for (const status of document.querySelectorAll('[role=status]')) said.add(status.textContent);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await killEngine(app);
    const said = () => page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
    await expect.poll(said, PATIENCE).toContainEqual(expect.stringContaining('starting again'));
    await card.getByText(/Finished/).waitFor();
    for (let i = 0; i < BATCH_PHOTOS; i++) {
      expect((await readPly(path.join(app.outputFolder, `${String(i)}.ply`))).count).toBeGreaterThan(1000);
    }
    await expectOnlyWholeResults(app.outputFolder);
    await page.getByRole('status').filter({ hasText: 'Engine ready' }).waitFor();
  });

  it('has complained of nothing in all this', () => {
    expect(complaints).toEqual([]);
  });
});

/** How much of a canvas shows points, and what it shows, coarsely, in the box around them. */
async function drawn(canvas: Locator): Promise<{ share: number; colours: Uint8Array }> {
  const image = sharp(await canvas.screenshot()).removeAlpha();
  const { data, info } = await image.clone().raw().toBuffer({ resolveWithObject: true });
  const isPoint = (at: number): boolean => [0, 1, 2].some((c) => Math.abs(data[3 * at + c]! - data[c]!) > 12);
  const box = { left: info.width, top: info.height, right: -1, bottom: -1 };
  let points = 0;
  for (let at = 0; at < info.width * info.height; at++) {
    if (!isPoint(at)) continue;
    const [x, y] = [at % info.width, Math.floor(at / info.width)];
    points += 1;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  if (points === 0) return { share: 0, colours: new Uint8Array() };
  const { left, top } = box;
  const crop = image.extract({ left, top, width: box.right - left + 1, height: box.bottom - top + 1 });
  return { share: points / (info.width * info.height), colours: await coarse(crop) };
}

/** A picture as 12 × 8 colours. */
async function coarse(picture: Sharp): Promise<Uint8Array> {
  // Encoded in between: sharp resizes before it crops, whatever the order of the calls.
  const whole = await picture.removeAlpha().png().toBuffer();
  return sharp(whole).resize(12, 8, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
}

/** How far the pixel that is read out may lie from where the pointer is, in pixels of the photo. */
const POINTING_PX = 3;

/** Points at a place of the depth map, given as shares of its width and height, and reads what is said of it. */
async function pointAt(page: Page, across: number, down: number): Promise<Pointed> {
  const { width, height } = await sharp(path.join(photos, PHOTO)).metadata();
  const point = async (): Promise<Pointed | undefined> => {
    const box = (await page.getByRole('img', { name: 'Depth map' }).boundingBox())!;
    // From elsewhere, so that the pointer moves even where it stands there already.
    await page.mouse.move(box.x + 1, box.y + 1);
    await page.mouse.move(box.x + across * box.width, box.y + down * box.height);
    return readOut(page);
  };
  let pointed: Pointed | undefined;
  const offPx = async (): Promise<number> => {
    pointed = await point();
    if (!pointed) return Infinity;
    return Math.max(Math.abs(pointed.column - across * width), Math.abs(pointed.row - down * height));
  };
  await expect.poll(offPx, PATIENCE).toBeLessThan(POINTING_PX);
  return pointed!;
}

/** What is said of the place that is pointed at; undefined while nothing is. */
async function readOut(page: Page): Promise<Pointed | undefined> {
  const [words = ''] = await page
    .getByRole('paragraph')
    .filter({ hasText: /pixel \d+, \d+/ })
    .allTextContents();
  const numbers = /pixel (\d+), (\d+)x (-?[\d.]+) +y (-?[\d.]+) +z ([\d.]+) m/.exec(words)?.slice(1).map(Number);
  if (!numbers) return undefined;
  const [column, row, x, y, z] = numbers as [number, number, number, number, number];
  return { column, row, x, y, z };
}

/** Exports what is in view as PLY and in these formats too, and waits for the end. */
async function exportNow(page: Page, formats: readonly string[]): Promise<void> {
  await startExport(page, async (dialog) => {
    for (const name of formats) await dialog.getByRole('checkbox', { name, exact: true }).click();
  });
  await page.getByText(/Finished · 1 of 1 done/).waitFor();
}

const least = (values: Float32Array): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: Float32Array): number => values.reduce((a, b) => Math.max(a, b));
