import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { CHROMIUM_ARGUMENTS, findChromium } from '../fixtures/chromium';
import { modelsFolder } from '../fixtures/engines';
import { describeModel } from '../fixtures/import-form';
import { serveApp, type ServedApp } from '../fixtures/served-app';
import { fillSkeleton } from '../fixtures/skeletons';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();
const photos = path.join(folder, 'photos');
const SKELETON = 'metric3d-vit-small';

describe.skipIf(program === undefined)('the models page', () => {
  let app: ServedApp;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await mkdir(photos);
    await copyFile(path.join(projectFolder, 'resources/samples/coffee.jpg'), path.join(photos, 'coffee.jpg'));
    await copyFile(path.join(modelsFolder, 'fathom-s.onnx'), path.join(photos, 'own.onnx'));
    const skeleton = await fillSkeleton(SKELETON);
    for (const name of [`${SKELETON}.onnx`, `${SKELETON}.weights`]) {
      await copyFile(path.join(path.dirname(skeleton), name), path.join(photos, name));
    }
    app = await serveApp(folder, [photos], path.join(projectFolder, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
    page.setDefaultTimeout(120_000);
    await page.goto(app.server.address);
    await page.getByRole('gridcell').first().waitFor();
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Models' }).click();
  });
  afterAll(async () => {
    await browser.close();
    await app.server.close();
  });

  // Not any list item: a tier names its model too.
  const cardOf = (id: string): Locator =>
    page
      .getByRole('list', { name: 'All models' })
      .getByRole('listitem')
      .filter({ hasText: `Model ${id}` });

  const removeModel = async (id: string): Promise<void> => {
    const card = cardOf(id);
    await card.getByRole('button', { name: 'Remove' }).click();
    await card.waitFor({ state: 'detached' });
  };

  it('offers to remove nothing that came with Fathom', async () => {
    await page.getByText('Fathom S (embedded)').first().waitFor();
    expect(await page.getByRole('button', { name: 'Remove' }).count()).toBe(0);
  });

  it('imports a model of one’s own: looked into, asked for what the file does not say, tried, placed', async () => {
    const section = page.getByRole('region', { name: 'Import a model' });
    await section.getByRole('button', { name: 'own.onnx' }).click();
    await section.getByText('opset').waitFor();
    const start = section.getByRole('button', { name: 'Import', exact: true });
    await expect.poll(() => start.isDisabled()).toBe(true);
    await describeModel(page, section, 'mine', '500');
    await expect.poll(() => start.isDisabled()).toBe(true);
    await section.getByLabel('Width').fill('512');
    await section.getByLabel('Height').fill('384');
    await start.click();
    await section.getByText(/mine is ready\. The sample photo took .* showed .* m\./).waitFor();
    await cardOf('mine').getByRole('button', { name: 'Remove' }).waitFor();
    await section.getByRole('button', { name: 'Import another' }).click();
  });

  it('imports a real network with the weights beside it, and asks for no size where the graph has one', async () => {
    const section = page.getByRole('region', { name: 'Import a model' });
    await section.getByRole('button', { name: `${SKELETON}.onnx` }).click();
    await section.getByText(`With it: ${SKELETON}.weights`).waitFor();
    expect(await section.getByLabel('Width').count()).toBe(0);
    await describeModel(page, section, 'skeleton', '1000');
    await section.getByRole('button', { name: 'Import', exact: true }).click();
    await section.getByText(/skeleton is ready/).waitFor();
    await section.getByRole('button', { name: 'Import another' }).click();
    await removeModel('skeleton');
  });

  it('tells why a file is not what it is said to be, and keeps nothing of it', async () => {
    const section = page.getByRole('region', { name: 'Import a model' });
    await section.getByRole('button', { name: 'own.onnx' }).click();
    await section.getByRole('combobox', { name: 'Which model is it?' }).click();
    await page.getByRole('option', { name: 'ZoeDepth NK' }).click();
    await section.getByRole('button', { name: 'Import', exact: true }).click();
    await section.getByText(/own\.onnx: .*pixel_values/).waitFor();
    await section.getByRole('button', { name: 'Cancel' }).click();
    expect(await readdir(path.join(folder, 'models'))).toEqual(['mine']);
  });

  it('measures the models, and says which is fast here and why', async () => {
    const tiers = page.getByRole('region', { name: 'Which model to use' });
    await tiers.getByText('Not known').first().waitFor();
    await tiers.getByRole('button', { name: 'Measure the models' }).click();
    await tiers.getByRole('button', { name: 'Measure again' }).waitFor();
    const fast = tiers.getByRole('listitem').filter({ hasText: /^Fast/ });
    await expect.poll(() => fast.textContent()).toMatch(/The fastest here: [\d.]+ m?s a photo\./);
    await page
      .getByText(/[\d.]+ m?s a photo and .* on this machine/)
      .nth(1)
      .waitFor();
  });

  it('removes an imported model', async () => {
    await removeModel('mine');
  });
});
