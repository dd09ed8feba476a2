import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { atLeast, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf, timeMs } from '../harness/pairs';
import { median } from '../harness/statistics';
import { openBareSteps } from '../workload/bare-steps';
import { startFathom } from '../workload/fathom';
import { copiesOf, makeNew, resizedSample, TWELVE_MEGAPIXELS } from '../workload/photos';
import { CORES } from '../workload/project';

const PHOTOS = 100;
const PAIRS = 5;

/** Whether decoding and writing one photo while another is in the session pays for everything around the three steps. */
export const hundredPhotos: BenchCase = {
  name: 'hundred-photos',
  title: '100 photos in one call, against a loop of decode + session.run + write',
  run: async (folder) => {
    const fathom = startFathom(folder, CORES);
    const photos = await copiesOf(await resizedSample(TWELVE_MEGAPIXELS), PHOTOS, path.join(folder, 'photos'));
    const outputFolder = path.join(folder, 'clouds');
    const first = await fathom.convert(photos.slice(0, 1), path.join(folder, 'first'));
    const bare = await openBareSteps(first.photos[0]!.outputs[0]!);
    await bare.run(photos[0]!, path.join(folder, 'bare'));

    const emptied = async (): Promise<void> => {
      await rm(outputFolder, { recursive: true, force: true });
      await mkdir(outputFolder);
    };
    const ours = async (): Promise<number> => {
      await emptied();
      for (const photo of photos) await makeNew(photo);
      return PHOTOS / (await fathom.convert(photos, outputFolder)).wallMs;
    };
    const other = async (): Promise<number> => {
      await emptied();
      const wallMs = await timeMs(async () => {
        for (const photo of photos) await bare.run(photo, path.join(outputFolder, path.basename(photo)));
      });
      return PHOTOS / wallMs;
    };
    const pairs = await interleave(PAIRS, 0, ours, other);
    await Promise.all([fathom.release(), bare.release()]);
    const perSecond = (side: 'ours' | 'other'): string => (1000 * median(pairs.map((pair) => pair[side]))).toFixed(2);
    return {
      kind: 'measured',
      figures: [
        {
          what: 'photos/s ÷ those of the bare loop',
          unit: '×',
          measured: ratioOf(pairs, (rate) => rate),
          target: atLeast(1),
        },
      ],
      notes: [`ours ${perSecond('ours')} photos/s, bare loop ${perSecond('other')} photos/s`],
    };
  },
};
