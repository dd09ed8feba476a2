import path from 'node:path';
import { atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf, timeMs } from '../harness/pairs';
import { median, spreadOf } from '../harness/statistics';
import { startFathom } from '../workload/fathom';
import { bareRun, installMetric3d } from '../workload/metric3d';
import { copiesOf, makeNew, resizedSample, TWELVE_MEGAPIXELS } from '../workload/photos';
import { CORES } from '../workload/project';

const PAIRS = 5;
/** As for a batch: at first our own code is not compiled yet, which takes it 50 ms longer. */
const WARM_UPS = 3;

interface Times {
  readonly total: number;
  readonly infer: number;
}

/**
 * Everything around the session, where the session is what people wait for. One run of it differs from the next by 10 %
 * on the same input, twice the target: so the time around a run is held against that very run, and a bare session's time
 * stands beside it.
 */
export const metric3dPhoto: BenchCase = {
  name: 'metric3d-photo',
  title: "12 MP JPEG → PLY with Metric3D's small model, against session.run",
  run: async (folder) => {
    const model = await installMetric3d(folder);
    const fathom = startFathom(folder, CORES, model);
    const bare = await bareRun(model.graph);
    const [photo] = await copiesOf(await resizedSample(TWELVE_MEGAPIXELS), 1, folder);
    const ours = async (): Promise<Times> => {
      await makeNew(photo!);
      const { wallMs, photos } = await fathom.convert([photo!], path.join(folder, 'clouds'));
      return { total: wallMs, infer: photos[0]!.ms.infer };
    };
    const other = async (): Promise<Times> => {
      const wallMs = await timeMs(bare.run);
      return { total: wallMs, infer: wallMs };
    };
    const pairs = await interleave(PAIRS, WARM_UPS, ours, other);
    await Promise.all([fathom.release(), bare.release()]);
    const outside = pairs.map(({ ours: { total, infer } }) => total - infer);
    const inSession = (side: 'ours' | 'other'): string => median(pairs.map((pair) => pair[side].infer)).toFixed(0);
    return {
      kind: 'measured',
      figures: [
        {
          what: 'time ÷ that in its own session.run',
          unit: '×',
          measured: spreadOf(pairs.map(({ ours: { total, infer } }) => total / infer)),
          target: atMost(1.05),
        },
        { what: 'time ÷ that of a bare session.run', unit: '×', measured: ratioOf(pairs, ({ total }) => total) },
        { what: 'time outside the session', unit: 'ms', measured: spreadOf(outside) },
      ],
      notes: [`in the session: ours ${inSession('ours')} ms, bare ${inSession('other')} ms`],
    };
  },
};
