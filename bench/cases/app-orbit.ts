import { openViewerPage } from '../../test/app/viewer-page/open-page';
import type { BenchCase } from '../harness/bench-case';
import { median, percentile95, spreadOf } from '../harness/statistics';
import { browserProgram } from '../workload/window';

/** Whether ten million points can be turned about, with as many drawn as the renderer manages. */
export const appOrbit: BenchCase = {
  name: 'app-orbit',
  title: 'ten million points, turned about',
  run: async () => {
    if (browserProgram === undefined) return { kind: 'skipped', reason: 'there is no Chromium here' };
    const { browser, page } = await openViewerPage(browserProgram);
    try {
      const { points, drawnPoints, emptyFrameMs, frameMs } = await page.evaluate(() =>
        window.viewerPage.measureOrbit(),
      );
      const single = (value: number) => spreadOf([value]);
      return {
        kind: 'measured',
        figures: [
          { what: 'from frame to frame', unit: 'ms', measured: spreadOf(frameMs) },
          { what: '95th percentile of it', unit: 'ms', measured: single(percentile95(frameMs)) },
          {
            what: 'from frame to frame ÷ the same of an empty view',
            unit: '×',
            measured: single(median(frameMs) / median(emptyFrameMs)),
          },
          {
            what: `points drawn in a frame, of ${(points / 1e6).toFixed(1)} M`,
            unit: 'M',
            measured: single(drawnPoints / 1e6),
          },
        ],
        notes: ['Software rendering on the processor: no figure of a graphics card.'],
      };
    } finally {
      await browser.close();
    }
  },
};
