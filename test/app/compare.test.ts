import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { CHROMIUM_ARGUMENTS, findChromium } from '../fixtures/chromium';
import { serveApp, type ServedApp } from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();
const screenshots = path.join(projectFolder, 'test-results', 'screenshots');

describe.skipIf(program === undefined)('comparing in the window', () => {
  let app: ServedApp;
  let browser: Browser;

  beforeAll(async () => {
    const photos = path.join(folder, 'photos');
    await mkdir(photos);
    await mkdir(screenshots, { recursive: true });
    await copyFile(path.join(projectFolder, 'resources/samples/coffee.jpg'), path.join(photos, 'coffee.jpg'));
    app = await serveApp(folder, [photos], path.join(projectFolder, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
  });
  afterAll(async () => {
    await browser.close();
    await app.server.close();
  });

  it('shows both depths, their ratio and the figures, from the viewer', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(app.server.address);
    await page.getByRole('gridcell').first().dblclick();
    await page.getByRole('button', { name: 'Compare…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    await dialog.getByText('Scale ratio').waitFor();
    await expect.poll(() => dialog.getByText('1.000').count()).toBe(1);
    await expect.poll(() => dialog.locator('img').count()).toBe(3);
    const widths = await dialog
      .locator('img')
      .evaluateAll((images) =>
        Promise.all(
          images.map((image) =>
            (image as HTMLImageElement).decode().then(() => (image as HTMLImageElement).naturalWidth),
          ),
        ),
      );
    expect(widths).toEqual([1024, 1024, 1024]);
    await page.screenshot({ path: path.join(screenshots, 'light-compare.png') });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
