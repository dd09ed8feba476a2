import { openViewerPage } from '../../test/app/viewer-page/open-page';
import { atMost, type BenchCase } from '../harness/bench-case';
import { median, spreadOf } from '../harness/statistics';
import { browserProgram } from '../workload/window';

const ROUNDS = 5;
/** Of a photo of 4:3 whose cloud has a million points. */
const WIDTH_PX = 1184;

/** How soon a cloud of a million points is there once its depth is. */
export const appCloud: BenchCase = {
  name: 'app-cloud',
  title: 'a million points, from depth to picture',
  run: async () => {
    if (browserProgram === undefined) return { kind: 'skipped', reason: 'there is no Chromium here' };
    const { browser, page } = await openViewerPage(browserProgram);
    try {
      const shown: number[] = [];
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const { shownMs, frameMs, emptyFrameMs } = await page.evaluate(
          (widthPx) => window.viewerPage.measure(widthPx),
          WIDTH_PX,
        );
        shown.push(shownMs);
        ratios.push(median(frameMs) / median(emptyFrameMs));
      }
      return {
        kind: 'measured',
        figures: [
          {
            what: 'from depth to the first picture of its cloud',
            unit: 'ms',
            measured: spreadOf(shown),
            target: atMost(100),
          },
          { what: 'a frame of all its points ÷ an empty frame', unit: '×', measured: spreadOf(ratios) },
        ],
        notes: ['Software rendering on the processor: a graphics card draws a million points in a few milliseconds.'],
      };
    } finally {
      await browser.close();
    }
  },
};
