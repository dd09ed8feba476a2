import path from 'node:path';
import { atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf } from '../harness/pairs';
import { processPeakBytes } from '../harness/process-peak';
import { spreadOf } from '../harness/statistics';
import { installMetric3d } from '../workload/metric3d';
import { copiesOf, makeNew, resizedSample, TWELVE_MEGAPIXELS } from '../workload/photos';
import { benchFolder } from '../workload/project';

const PAIRS = 3;
const MEGABYTE = 1e6;

/** Whether a model that a bare session has room for has room in Fathom too. */
export const metric3dMemory: BenchCase = {
  name: 'metric3d-memory',
  title: "peak memory of one 12 MP photo with Metric3D's small model, against a bare session",
  run: async (folder) => {
    const { id, userModelsFolder, graph } = await installMetric3d(folder);
    const [photo] = await copiesOf(await resizedSample(TWELVE_MEGAPIXELS), 1, folder);
    const program = (name: string): string => path.join(benchFolder, `${name}.js`);
    const pairs = await interleave(
      PAIRS,
      0,
      async () => {
        await makeNew(photo!);
        return processPeakBytes(program('metric3d-fathom'), [photo!, folder, id, userModelsFolder]);
      },
      () => processPeakBytes(program('metric3d-bare'), [graph]),
    );
    const megabytes = (side: 'ours' | 'other') => spreadOf(pairs.map((pair) => pair[side] / MEGABYTE));
    return {
      kind: 'measured',
      figures: [
        {
          what: 'peak RSS ÷ that of a bare session',
          unit: '×',
          measured: ratioOf(pairs, (peak) => peak),
          target: atMost(1.15),
        },
        { what: 'peak RSS', unit: 'MB', measured: megabytes('ours') },
      ],
      notes: [
        `bare ${megabytes('other').median.toFixed(0)} MB`,
        'Each figure is of a whole process of its own: Fathom converts one photo to PLY, the bare session is made and run once.',
      ],
    };
  },
};
