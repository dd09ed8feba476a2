import path from 'node:path';
import { launchApp, whyNoElectron } from '../../test/electron/launch';
import { atMost, type BenchCase } from '../harness/bench-case';
import { spreadOf } from '../harness/statistics';
import { copiesOf, resizedSample } from '../workload/photos';

const ROUNDS = 5;
const PHOTOS = 50;

/** How soon the desktop window can be used; the engine loads behind it. */
export const appStart: BenchCase = {
  name: 'app-start',
  title: 'the desktop app, from its start to a grid that can be used',
  run: async (folder) => {
    if (whyNoElectron !== undefined) return { kind: 'skipped', reason: whyNoElectron };
    const photos = path.join(folder, 'photos');
    await copiesOf(await resizedSample({ widthPx: 640, heightPx: 480 }), PHOTOS, photos);
    const dataFolder = path.join(folder, 'data');
    const times: number[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const started = performance.now();
      const app = await launchApp({ paths: [photos], dataFolder });
      await app.page.getByRole('gridcell').first().waitFor();
      if (round >= 0) times.push(performance.now() - started);
      await app.close();
    }
    return {
      kind: 'measured',
      figures: [
        {
          what: 'from start to the first photos in the grid',
          unit: 'ms',
          measured: spreadOf(times),
          target: atMost(2000),
        },
      ],
      notes: ['With the tools that drive it, and an X server of its own where there is no display.'],
    };
  },
};
