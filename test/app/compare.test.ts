import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppInBrowser, newPage, serveInBrowser } from '../fixtures/app-window';
import { findChromium } from '../fixtures/chromium';
import { expectAccessible } from '../fixtures/looks';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();

describe.skipIf(program === undefined)('comparing in the window', () => {
  let shown: AppInBrowser;

  beforeAll(async () => {
    shown = await serveInBrowser(program!, folder, { 'coffee.jpg': 'coffee.jpg' });
  });
  afterAll(() => shown.close());

  it('shows both depths, their ratio and the figures, from the viewer', async () => {
    const page = await newPage(shown.browser);
    await page.goto(shown.app.server.address);
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
    await expectAccessible(page, 'light-compare');
  });
});
