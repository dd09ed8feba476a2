import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { lassoSchema } from '../../src/contract/lasso';
import { type AppInBrowser, newPage, serveInBrowser } from '../fixtures/app-window';
import { findChromium } from '../fixtures/chromium';
import { startExport } from '../fixtures/export-dialog';
import { expectAccessible, showTheme } from '../fixtures/looks';
import { type Cloud, readPly } from '../fixtures/read-back';
import { pixelsAtRest, pixelsOf, shareChanged, shareDrawn } from '../fixtures/screen-pixels';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();
const screenshots = path.join(projectFolder, 'test-results', 'screenshots');

/** The corners of an outline, in shares of the cloud's width and height. */
const CORNERS = [
  [0.4, 0.4],
  [0.6, 0.4],
  [0.6, 0.6],
  [0.4, 0.6],
] as const;

describe.skipIf(program === undefined)('a lasso in the window', () => {
  let shown: AppInBrowser;
  let page: Page;
  let panel: Locator;
  let cloud: Locator;
  let whole: Cloud;
  let uncut: Buffer;
  const complaints: string[] = [];

  beforeAll(async () => {
    shown = await serveInBrowser(program!, folder, { 'coffee.jpg': 'coffee.jpg' });
    page = await newPage(shown.browser);
    page.on('pageerror', (error) => complaints.push(String(error)));
    panel = page.getByRole('region', { name: 'Lasso', exact: true });
    cloud = page.getByTestId('cloud');
    await page.goto(shown.app.server.address);
    await page.getByRole('gridcell', { name: 'coffee.jpg' }).dblclick();
    await panel.waitFor();
    await page.getByRole('button', { name: 'Cloud', exact: true }).click();
  });
  afterAll(() => shown.close());

  const openTool = async (): Promise<Locator> => {
    await panel.getByRole('button', { name: 'Draw', exact: true }).click();
    const sheet = page.getByTestId('lasso');
    await sheet.waitFor();
    return sheet;
  };
  /** A point below the pointer would be ringed. */
  const pointElsewhere = () => page.mouse.move(700, 5);
  const choose = async (name: string): Promise<void> => {
    const choice = page.getByRole('group', { name: 'The points in the outline' });
    await choice.getByRole('button', { name }).click();
    await choice.waitFor({ state: 'detached' });
    await pointElsewhere();
  };
  const changed = async (): Promise<number> => shareChanged(uncut, await pixelsOf(cloud));
  let exports = 0;
  const exported = async (): Promise<Cloud> => {
    await startExport(page);
    await page
      .getByText(/Finished · 1 of 1 done/)
      .nth(exports++)
      .waitFor();
    return readPly(path.join(shown.app.outputFolder, 'coffee.ply'));
  };

  it('cuts what a drag went around, and exports lose the same points', async () => {
    whole = await exported();
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud))).toBeGreaterThan(0.2);
    await pointElsewhere();
    uncut = await pixelsAtRest(cloud);
    const sheet = await openTool();
    const { x, y, width, height } = (await sheet.boundingBox())!;
    const at = ([across, down]: readonly [number, number]) => [x + across * width, y + down * height] as const;
    await page.mouse.move(...at(CORNERS[0]));
    await page.mouse.down();
    for (const corner of [...CORNERS.slice(1), CORNERS[0]]) await page.mouse.move(...at(corner), { steps: 8 });
    await page.mouse.up();
    await page.screenshot({ path: path.join(screenshots, 'light-lasso-choice.png') });
    await choose('Cut inside');
    await expect.poll(changed).toBeGreaterThan(0.02);
    const cut = await exported();
    const sidecar = JSON.parse(await readFile(path.join(shown.app.outputFolder, 'coffee.json'), 'utf8')) as {
      settings: { lasso: string };
    };
    const [stroke] = lassoSchema.parse(JSON.parse(sidecar.settings.lasso));
    expect(stroke!.keeps).toBe('outside');
    const kept = pointsOf(cut);
    let lost = 0;
    for (const point of pointsOf(whole)) {
      const fromMiddle = Math.max(...placeSeen(stroke!.projection, point).map(Math.abs));
      if (Math.abs(fromMiddle - 0.2) < 0.01) continue;
      if (fromMiddle < 0.2) lost++;
      if (kept.has(point) === fromMiddle < 0.2) throw new Error(`${point} seen at ${fromMiddle}`);
    }
    expect(lost).toBeGreaterThan(1000);
    expect(whole.count - cut.count).toBeGreaterThanOrEqual(lost);
  });

  it('undoes and redoes by keys and buttons', async () => {
    await page.keyboard.press('Control+z');
    await expect.poll(changed).toBe(0);
    await page.keyboard.press('Control+Shift+Z');
    await expect.poll(changed).toBeGreaterThan(0.02);
    await panel.getByRole('button', { name: 'Undo the outline' }).click();
    await expect.poll(changed).toBe(0);
    expect((await exported()).count).toBe(whole.count);
  });

  it('takes corners by keys alone, keeps what is inside, and clears', async () => {
    const sheet = await openTool();
    await expect.poll(() => sheet.evaluate((element) => element === document.activeElement)).toBe(true);
    for (const key of ['Space', 'Shift+ArrowRight', 'Space', 'Enter']) await page.keyboard.press(key);
    // Two corners are no outline: it waits for more.
    await sheet.waitFor();
    for (const key of ['Shift+ArrowUp', 'Shift+ArrowUp', 'Space', 'Enter']) await page.keyboard.press(key);
    await choose('Keep inside');
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud))).toBeLessThan(0.1);
    await panel.getByRole('button', { name: 'Clear all outlines' }).click();
    await expect.poll(changed).toBe(0);
  });

  it('takes clicked corners, and is given up by Escape: first the outline, then the tool', async () => {
    const sheet = await openTool();
    const { width, height } = (await sheet.boundingBox())!;
    for (const [across, down] of CORNERS) {
      await sheet.click({ position: { x: across * width, y: down * height } });
    }
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'The points in the outline' }).waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await pointElsewhere();
    await expect.poll(changed).toBe(0);
  });

  it('looks good to axe in both themes', async () => {
    await openTool();
    for (const theme of ['light', 'dark'] as const) {
      await showTheme(page, theme);
      await expectAccessible(page, `${theme}-lasso`);
    }
    await page.keyboard.press('Escape');
  });

  it('has complained of nothing in all this', () => {
    expect(complaints).toEqual([]);
  });
});

function pointsOf({ positions, count }: Cloud): Set<string> {
  return new Set(Array.from({ length: count }, (_, i) => positions.subarray(3 * i, 3 * i + 3).join(' ')));
}

function placeSeen(projection: readonly number[], point: string): readonly [number, number] {
  const homogeneous = [...point.split(' ').map(Number), 1];
  const [x, y, w] = [0, 4, 8].map((row) => homogeneous.reduce((sum, v, i) => sum + projection[row + i]! * v, 0));
  return [x! / w!, y! / w!];
}
