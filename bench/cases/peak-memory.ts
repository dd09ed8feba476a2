import { rm } from 'node:fs/promises';
import path from 'node:path';
import { atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf } from '../harness/pairs';
import { processPeakBytes } from '../harness/process-peak';
import { spreadOf } from '../harness/statistics';
import { copiesOf, resizedSample, TWELVE_MEGAPIXELS } from '../workload/photos';
import { builtCli, CORES } from '../workload/project';

const MANY = 200;
const FEW = 10;
const PAIRS = 3;
const MEGABYTE = 1e6;

/** Whether memory stays where it is however long a batch is. */
export const peakMemory: BenchCase = {
  name: 'peak-memory',
  title: 'peak memory of the command line, 200 photos against 10',
  run: async (folder) => {
    const photo = await resizedSample(TWELVE_MEGAPIXELS);
    const photos = await copiesOf(photo, MANY, path.join(folder, 'photos'));
    const pairs = await interleave(
      PAIRS,
      0,
      () => peakOfConverting(photos, folder),
      () => peakOfConverting(photos.slice(0, FEW), folder),
    );
    return {
      kind: 'measured',
      figures: [
        {
          what: 'peak RSS of 200 photos ÷ that of 10',
          unit: '×',
          measured: ratioOf(pairs, (peak) => peak),
          target: atMost(1.1),
        },
        {
          what: 'peak RSS of 200 photos',
          unit: 'MB',
          measured: spreadOf(pairs.map(({ ours }) => ours / MEGABYTE)),
          target: atMost(500),
        },
      ],
      notes: ['Each figure is of a whole process of its own: the built command line, its cache empty at the start.'],
    };
  },
};

/** The most memory `fathom convert` held while it converted the photos, in bytes. */
async function peakOfConverting(photos: readonly string[], folder: string): Promise<number> {
  const cache = path.join(folder, 'cache');
  const options = ['--out', path.join(folder, 'clouds'), '--overwrite', '--threads', String(CORES)];
  const peak = await processPeakBytes(builtCli, ['convert', ...photos, ...options], { FATHOM_CACHE: cache });
  await rm(cache, { recursive: true });
  return peak;
}
