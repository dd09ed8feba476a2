import { execFileSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { launchApp, whyNoElectron, type RunningApp } from '../electron/launch';
import { modelsFolder } from '../fixtures/engines';
import { describeModel } from '../fixtures/import-form';
import { tempFolder } from '../fixtures/temp-folder';

const photos = path.join(tempFolder(), 'photos');
const own = path.join(photos, 'own.onnx');

/** In the stand, as in a packaged app, no process but the main one can start another. */
describe.skipIf(whyNoElectron !== undefined)('models in Electron', () => {
  let running: RunningApp;

  beforeAll(async () => {
    await mkdir(photos);
    await copyFile(path.join(projectFolder, 'resources/samples/coffee.jpg'), path.join(photos, 'coffee.jpg'));
    await copyFile(path.join(modelsFolder, 'fathom-s.onnx'), own);
    running = await launchApp({ paths: [photos] });
    await running.page.getByRole('gridcell', { name: 'coffee.jpg', exact: true }).waitFor();
    await running.page.getByRole('status').filter({ hasText: 'Engine ready' }).waitFor();
    await running.page.getByRole('button', { name: 'Settings' }).click();
  });
  afterAll(() => running.close());

  it('imports a model, which is tried in a process that the main one has started', async () => {
    const { page } = running;
    await page.getByRole('tab', { name: 'Models' }).click();
    const section = page.getByRole('region', { name: 'Import a model' });
    await running.app.evaluate(({ dialog }, file) => {
      Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [file] }) });
    }, own);
    await section.getByRole('button', { name: 'Choose a file…' }).click();
    await section.getByText('opset').waitFor();
    await describeModel(page, section, 'mine', '500');
    await section.getByLabel('Width').fill('512');
    await section.getByLabel('Height').fill('384');
    const seen = watchChildren(running);
    await section.getByRole('button', { name: 'Import', exact: true }).click();
    await section.getByText(/mine is ready\. The sample photo took .* showed .* m\./).waitFor();
    expect(seen()).toBeGreaterThan(1);
  });

  it('measures the models', async () => {
    const tiers = running.page.getByRole('region', { name: 'Which model to use' });
    await tiers.getByRole('button', { name: 'Measure the models' }).click();
    await tiers.getByRole('button', { name: 'Measure again' }).waitFor();
    await tiers.getByText(/The fastest here: [\d.]+ m?s a photo\./).waitFor();
  });

  it('tests precisions, each in a process of its own', async () => {
    const { page } = running;
    await page.getByRole('tab', { name: 'Processing' }).click();
    const found = page.getByRole('region', { name: 'What was found and chosen' });
    await found.getByRole('button', { name: 'Test again' }).click();
    const exact = found.getByRole('listitem').filter({ hasText: 'fp32 on cpu' });
    await exact.getByText('chosen', { exact: true }).waitFor();
    await exact.getByText(/^[\d.]+ ms/).waitFor();
  });

  it('leaves none of their processes behind', async () => {
    await expect.poll(() => enginesOf(running)).toBe(1);
  });
});

/** How many processes of the engine's code the main process has started and not seen end. */
function enginesOf({ app }: RunningApp): number {
  const children = execFileSync('ps', ['--ppid', String(app.process().pid), '-o', 'args='], { encoding: 'utf8' });
  return children.split('\n').filter((line) => /engine\.cjs|probe\.cjs|NodeService/.test(line)).length;
}

/** Counts the processes from now on; the answer is the most there were at once. */
function watchChildren(running: RunningApp): () => number {
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, enginesOf(running))), 100);
  return () => {
    clearInterval(timer);
    return most;
  };
}
