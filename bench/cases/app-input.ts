import path from 'node:path';
import type { Page } from 'playwright-core';
import { atMost, type BenchCase } from '../harness/bench-case';
import { ratioOf, type Pair } from '../harness/pairs';
import { percentile95, spreadOf } from '../harness/statistics';
import { copiesOf, resizedSample, TWELVE_MEGAPIXELS } from '../workload/photos';
import { browserProgram, openWindow } from '../workload/window';

/** Enough that the export outlasts the measurement. */
const PHOTOS = 200;
const ROUNDS = 3;
const PRESSES = 60;
/** A key that is held down repeats so fast. */
const PRESS_MS = 50;

/** Whether the window answers at once while the engine uses every core. */
export const appInput: BenchCase = {
  name: 'app-input',
  title: 'from a key to the next frame, while an export runs',
  run: async (folder) => {
    if (browserProgram === undefined) return { kind: 'skipped', reason: 'there is no Chromium here' };
    const photos = path.join(folder, 'photos');
    await copiesOf(await resizedSample(TWELVE_MEGAPIXELS), PHOTOS, photos);
    const open = await openWindow([photos], path.join(folder, 'work'));
    try {
      const { page } = open;
      await page.getByRole('gridcell').first().click();
      await keyToFrame(page);
      const pairs: Pair<number>[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const idle = await keyToFrame(page);
        await startExport(page);
        const busy = await keyToFrame(page);
        await cancelExport(page);
        pairs.push({ ours: busy, other: idle });
      }
      return {
        kind: 'measured',
        figures: [
          {
            what: '95th percentile of key to frame while an export runs ÷ that of an idle app',
            unit: '×',
            measured: ratioOf(pairs, (ms) => ms),
            target: atMost(2),
          },
          { what: 'while an export runs', unit: 'ms', measured: spreadOf(pairs.map(({ ours }) => ours)) },
          { what: 'idle', unit: 'ms', measured: spreadOf(pairs.map(({ other }) => other)) },
        ],
        notes: [
          `${String(PRESSES)} presses of an arrow key in the grid a round; 12-megapixel photos; software rendering.`,
        ],
      };
    } finally {
      await open.close();
    }
  },
};

/** 95th percentile of the milliseconds from a key press to the end of the frame that shows it. */
async function keyToFrame(page: Page): Promise<number> {
  await page.getByRole('grid').focus();
  await page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { keyFrames: frames });
    const onKey = (event: KeyboardEvent): void => {
      requestAnimationFrame(() => {
        // A message comes after the frame has been drawn.
        const drawn = new MessageChannel();
        drawn.port1.onmessage = () => frames.push(performance.now() - event.timeStamp);
        drawn.port2.postMessage(null);
      });
    };
    window.addEventListener('keydown', onKey, { capture: true });
    Object.assign(window, { stopKeyFrames: () => window.removeEventListener('keydown', onKey, { capture: true }) });
  });
  for (let press = 0; press < PRESSES; press++) {
    await page.keyboard.press(press % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
    await page.waitForTimeout(PRESS_MS);
  }
  const frames = await page.evaluate(() => {
    const { keyFrames, stopKeyFrames } = window as unknown as { keyFrames: number[]; stopKeyFrames: () => void };
    stopKeyFrames();
    return keyFrames;
  });
  return percentile95(frames);
}

/** Exports the whole folder anew. */
async function startExport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('radio', { name: /folder/i })
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function cancelExport(page: Page): Promise<void> {
  const queue = page.getByRole('complementary', { name: 'Queue' });
  await queue.getByRole('button', { name: 'Cancel' }).click();
  await queue.getByText('Cancelled').last().waitFor();
  await queue.getByRole('button', { name: 'Remove from the list' }).first().click();
  await queue.getByRole('button', { name: 'Close' }).click();
}
