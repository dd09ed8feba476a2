import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { CHROMIUM_ARGUMENTS, findChromium } from '../fixtures/chromium';
import { placeHeicDecoder } from '../fixtures/decoders';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { RAW_LAYOUTS } from '../fixtures/raw';
import { serveApp, type ServedApp } from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();
const photos = path.join(folder, 'photos');

describe.skipIf(program === undefined)('in the window', () => {
  let browser: Browser;
  let app: ServedApp;
  let page: Page;

  beforeAll(async () => {
    await mkdir(photos);
    await copyFile(path.join(projectFolder, 'test/samples/heic/coffee.heic'), path.join(photos, 'phone.heic'));
    const [large, small] = await Promise.all(
      [720, 120].map((side) =>
        sharpOf(placeCodedPicture(side, (side * 2) / 3))
          .jpeg()
          .toBuffer(),
      ),
    );
    await writeFile(path.join(photos, 'camera.nef'), RAW_LAYOUTS['nef']!({ large: large!, small: small! }, 1));
    app = await serveApp(folder, [photos], path.join(projectFolder, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser.close();
    await app.server.close();
  });

  const open = async (photo: string): Promise<void> => {
    page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(app.server.address);
    await page.getByRole('gridcell', { name: photo }).dblclick();
  };

  it('an HEIC without the decoder offers it, and is shown once it is here', async () => {
    await open('phone.heic');
    await page.getByRole('button', { name: 'Install the HEIC decoder' }).waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('GNU Lesser General Public License');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await placeHeicDecoder(app.decodersFolder);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('application').waitFor();

    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Storage' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Not installed').waitFor();
    expect(existsSync(path.join(app.decodersFolder, 'heic'))).toBe(false);
  });

  it('a camera RAW says that its preview stands for it', async () => {
    await open('camera.nef');
    await page.getByRole('application').waitFor();
    await page.getByText('Camera RAW is not developed').waitFor();
  });
});
