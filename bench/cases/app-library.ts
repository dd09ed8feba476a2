import { link, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf } from '../harness/pairs';
import { rendererTasks } from '../harness/renderer-tasks';
import { percentile95, spreadOf } from '../harness/statistics';
import { resizedSample } from '../workload/photos';
import { browserProgram, openWindow, type OpenWindow } from '../workload/window';

const PHOTOS = 10_000;
const SMALL_PHOTO = { widthPx: 640, heightPx: 480 };
const OPENINGS = 5;
const ROUNDS = 3;
const WHEEL_TURNS = 60;
const WHEEL_PX = 600;
/** A hand's turns of the wheel follow each other so fast. */
const TURN_MS = 30;

/** A folder of ten thousand photos: how soon it shows, how smoothly it scrolls, what it takes. */
export const appLibrary: BenchCase = {
  name: 'app-library',
  title: `a folder of ${String(PHOTOS)} photos in the window`,
  run: async (folder) => {
    if (browserProgram === undefined) return { kind: 'skipped', reason: 'there is no Chromium here' };
    const full = path.join(folder, 'full');
    const empty = path.join(folder, 'empty');
    await mkdir(empty);
    await manyPhotos(full);
    const open = await openWindow([empty, full], path.join(folder, 'work'));
    try {
      await openFolder(open.page, 'full');
      await thumbnailsInView(open.page);
      const openings = await timesToThumbnails(open);
      const scrolls = await interleave(
        ROUNDS,
        1,
        () => scrollTasks(open, 'full'),
        () => scrollTasks(open, 'empty'),
      );
      const heapMegabytes = await heapAfterCollection(open.page);
      const tasks = spreadOf(scrolls.map(({ ours }) => ours));
      return {
        kind: 'measured',
        figures: [
          {
            what: 'all thumbnails in view, from the click on the folder, thumbnails cached',
            unit: 'ms',
            measured: spreadOf(openings),
            target: atMost(1000),
          },
          {
            what: "95th percentile of the page's tasks while scrolling",
            unit: 'ms',
            measured: tasks,
            target: atMost(50),
          },
          {
            what: 'that ÷ the same of an empty folder',
            unit: '×',
            measured: ratioOf(scrolls, (task) => task),
            target: atMost(2),
          },
          { what: "the page's heap", unit: 'MB', measured: spreadOf([heapMegabytes]), target: atMost(300) },
        ],
        notes: [`${String(WHEEL_TURNS)} turns of the wheel of ${String(WHEEL_PX)} px; software rendering.`],
      };
    } finally {
      await open.close();
    }
  },
};

async function manyPhotos(folder: string): Promise<void> {
  await mkdir(folder);
  const photo = await resizedSample(SMALL_PHOTO);
  for (let i = 0; i < PHOTOS; i++) await link(photo, path.join(folder, `${String(i).padStart(5, '0')}.jpg`));
}

async function openFolder(page: Page, name: string): Promise<void> {
  await page.getByRole('treeitem', { name, exact: true }).click();
}

/** Resolves once every thumbnail that is in view has been painted. */
async function thumbnailsInView(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const grid = document.querySelector('[role=grid]')?.getBoundingClientRect();
    const pictures = [...document.querySelectorAll<HTMLImageElement>('[role=gridcell] img')].filter((picture) => {
      const { top, bottom } = picture.getBoundingClientRect();
      return grid !== undefined && bottom > grid.top && top < grid.bottom;
    });
    return pictures.length > 0 && pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 0);
  });
}

/** Milliseconds, each in a browser window that has never seen the folder. */
async function timesToThumbnails(open: OpenWindow): Promise<number[]> {
  const times: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    const page = await open.openAnother();
    await openFolder(page, 'empty');
    await page.getByRole('grid').waitFor({ state: 'detached' });
    const started = performance.now();
    await openFolder(page, 'full');
    await thumbnailsInView(page);
    times.push(performance.now() - started);
    await page.context().close();
  }
  return times;
}

async function scrollTasks({ page, browser }: OpenWindow, folder: string): Promise<number> {
  await openFolder(page, folder);
  if (folder === 'full') await thumbnailsInView(page);
  await page.mouse.move(800, 500);
  const tasks = await rendererTasks(browser, page, async () => {
    for (let turn = 0; turn < WHEEL_TURNS; turn++) {
      await page.mouse.wheel(0, WHEEL_PX);
      await page.waitForTimeout(TURN_MS);
    }
  });
  return percentile95(tasks);
}

async function heapAfterCollection(page: Page): Promise<number> {
  await openFolder(page, 'full');
  await thumbnailsInView(page);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devTools.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}
