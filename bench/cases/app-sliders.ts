import { openViewerPage } from '../../test/app/viewer-page/open-page';
import { atMost, type BenchCase } from '../harness/bench-case';
import { spreadOf } from '../harness/statistics';
import { browserProgram } from '../workload/window';

/** What a move of a slider costs the page, a million points in view. */
export const appSliders: BenchCase = {
  name: 'app-sliders',
  title: 'a million points, a slider is moved',
  run: async () => {
    if (browserProgram === undefined) return { kind: 'skipped', reason: 'there is no Chromium here' };
    const { browser, page } = await openViewerPage(browserProgram);
    try {
      const sliders = Object.entries(await page.evaluate(() => window.viewerPage.measureSliders()));
      return {
        kind: 'measured',
        figures: [
          ...sliders.map(([slider, ms]) => ({
            what: `main-thread time of a move: ${slider}`,
            unit: 'ms',
            measured: spreadOf(ms.slice(1)),
            target: atMost(16),
          })),
          {
            what: 'of the first move, which may bring a test on: all sliders',
            unit: 'ms',
            measured: spreadOf(sliders.map(([, ms]) => ms[0]!)),
            target: atMost(16),
          },
        ],
        notes: ['The masks, the options and the frame that shows them; the GPU draws meanwhile.'],
      };
    } finally {
      await browser.close();
    }
  },
};
