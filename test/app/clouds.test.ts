import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppInBrowser, newPage, serveInBrowser } from '../fixtures/app-window';
import { findChromium } from '../fixtures/chromium';
import { expectAccessible, inEveryLook } from '../fixtures/looks';
import { pixelsAtRest, pixelsOf, shareChanged, shareDrawn } from '../fixtures/screen-pixels';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();
const LONG_NAME = 'a photo whose name says when, where, by whom and with what it was taken, and more.jpg';

describe.skipIf(program === undefined)('clouds of several photos in the window', () => {
  let shown: AppInBrowser;
  let page: Page;
  let panel: Locator;
  let cloud: Locator;
  const complaints: string[] = [];

  beforeAll(async () => {
    shown = await serveInBrowser(program!, folder, {
      'coffee.jpg': 'coffee.jpg',
      'rocket.jpg': 'rocket.jpg',
      [LONG_NAME]: 'chelsea.jpg',
    });
    await writeFile(path.join(shown.photosFolder, 'damaged.jpg'), 'no JPEG');
    page = await newPage(shown.browser);
    page.on('pageerror', (error) => complaints.push(String(error)));
    panel = page.getByRole('region', { name: 'Clouds in view' });
    cloud = page.getByTestId('cloud');
    await page.goto(shown.app.server.address);
    await page.getByRole('gridcell', { name: 'coffee.jpg' }).dblclick();
    await panel.waitFor();
    await page.getByRole('button', { name: 'Cloud', exact: true }).click();
  });
  afterAll(() => shown.close());

  const offset = (name: string, axis: string) =>
    panel.getByRole('group', { name: `Offset of ${name}` }).getByRole('textbox', { name: axis });
  const add = async (typed: string, name: string): Promise<void> => {
    await panel.getByRole('combobox', { name: 'Add a photo’s cloud…' }).fill(typed);
    await page.getByRole('option', { name }).waitFor();
    await page.keyboard.press('Enter');
    await offset(name, 'Right').waitFor();
  };
  /** Does something, and waits until the cloud has come to look as it then stays. */
  const changeBy = async (act: () => Promise<unknown>): Promise<Buffer> => {
    const before = await pixelsAtRest(cloud);
    await act();
    await expect.poll(async () => shareChanged(before, await pixelsOf(cloud))).toBeGreaterThan(0.01);
    return pixelsAtRest(cloud);
  };

  it('adds them by keys alone, in a row', async () => {
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud))).toBeGreaterThan(0.2);
    const alone = await pixelsAtRest(cloud);
    await changeBy(() => add('rock', 'rocket.jpg'));
    expect(Number(await offset('rocket.jpg', 'Right').inputValue())).toBeGreaterThan(0);
    expect(await offset('rocket.jpg', 'Down').inputValue()).toBe('0');
    await changeBy(() => add('photo', LONG_NAME));
    const [first, second] = await Promise.all(
      ['rocket.jpg', LONG_NAME].map(async (name) => Number(await offset(name, 'Right').inputValue())),
    );
    expect(second).toBeGreaterThan(first!);
    expect(shareChanged(alone, await pixelsAtRest(cloud))).toBeGreaterThan(0.2);
    await page.getByRole('combobox', { name: 'Add a photo’s cloud…' }).fill('coffee');
    await page.getByText('No other photo of that name in the folder').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Add a photo’s cloud…' }).fill('');
  });

  it('hides, shows, tints and moves them', async () => {
    const all = await pixelsAtRest(cloud);
    await changeBy(() => panel.getByRole('button', { name: 'Show rocket.jpg' }).click());
    await panel.getByRole('button', { name: 'Show rocket.jpg', pressed: false }).click();
    await expect.poll(async () => shareChanged(all, await pixelsOf(cloud))).toBe(0);
    await changeBy(async () => {
      await panel.getByRole('combobox', { name: 'Colour of rocket.jpg' }).click();
      await page.getByRole('option', { name: 'Green' }).click();
    });
    await changeBy(() => offset('rocket.jpg', 'Down').fill('-1.5'));
    await panel.getByRole('button', { name: 'In a row', pressed: false }).waitFor();
    await changeBy(() => panel.getByRole('button', { name: 'Stacked' }).click());
    for (const name of ['rocket.jpg', LONG_NAME]) expect(await offset(name, 'Right').inputValue()).toBe('0');
    await changeBy(() => panel.getByRole('button', { name: 'In a row' }).click());
  });

  it('looks good to axe in both themes, and in a small window', async () => {
    await inEveryLook(page, async (look) => {
      await panel.getByRole('combobox', { name: 'Add a photo’s cloud…' }).scrollIntoViewIfNeeded();
      await pixelsAtRest(cloud);
      await expectAccessible(page, `${look}-clouds`);
    });
  });

  it('has them again when the photo comes back into view', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('gridcell', { name: 'rocket.jpg' }).dblclick();
    await page.getByRole('heading', { name: 'rocket.jpg' }).waitFor();
    await panel.getByText('Clouds of other photos of the folder').waitFor();
    expect(await panel.getByRole('listitem').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('gridcell', { name: 'coffee.jpg' }).dblclick();
    await offset('rocket.jpg', 'Right').waitFor();
    await offset(LONG_NAME, 'Right').waitFor();
    expect(await panel.getByRole('listitem').count()).toBe(3);
    await panel.getByRole('combobox', { name: 'Colour of rocket.jpg' }).getByText('Green').waitFor();
  });

  it('says why one cannot be had, tries again, and lets go of it', async () => {
    const whole = await pixelsAtRest(cloud);
    await panel.getByRole('combobox', { name: 'Add a photo’s cloud…' }).fill('damaged');
    await page.getByRole('option', { name: 'damaged.jpg' }).click();
    await panel.getByRole('alert').getByText('damaged.jpg').waitFor();
    await panel.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await panel.getByRole('alert').getByText('damaged.jpg').waitFor();
    await panel.getByRole('button', { name: 'Remove damaged.jpg' }).click();
    await panel.getByRole('alert').waitFor({ state: 'detached' });
    expect(shareChanged(whole, await pixelsAtRest(cloud))).toBe(0);
  });

  it('leaves the photo alone once the last is removed', async () => {
    await changeBy(() => panel.getByRole('button', { name: 'Remove rocket.jpg' }).click());
    await changeBy(() => panel.getByRole('button', { name: `Remove ${LONG_NAME}` }).click());
    await panel.getByText('Clouds of other photos of the folder').waitFor();
    expect(await panel.getByRole('listitem').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
