import path from 'node:path';
import { atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf } from '../harness/pairs';
import { spreadOf } from '../harness/statistics';
import { startWorker, type Worker } from '../harness/worker';
import { copiesOf, resizedSample } from '../workload/photos';

const SMALL_PHOTO = { widthPx: 480, heightPx: 360 };
const PAIRS = 20;
const WARM_UPS = 3;

/** How far Fathom gets on the smallest computers. */
export const oneCore: BenchCase = {
  name: 'one-core',
  title: '480 × 360 photo on one core and one thread, against two',
  run: async (folder) => {
    if (process.platform !== 'linux') return { kind: 'skipped', reason: 'only Linux has taskset' };
    const [photo] = await copiesOf(await resizedSample(SMALL_PHOTO), 1, folder);
    const one = startConverter('0', 1, path.join(folder, 'one'));
    const two = startConverter('0,1', 2, path.join(folder, 'two'));
    const pairs = await interleave(
      PAIRS,
      WARM_UPS,
      () => one.ask(photo!),
      () => two.ask(photo!),
    );
    one.stop();
    two.stop();
    return {
      kind: 'measured',
      figures: [
        {
          what: 'time on one core ÷ time on two',
          unit: '×',
          measured: ratioOf(pairs, (ms) => ms),
          target: atMost(2.2),
        },
        { what: 'time on one core', unit: 's', measured: spreadOf(pairs.map(({ ours }) => ours / 1000)) },
      ],
      notes: ["Published for Metric3D's small model on a Jetson Nano: 1 s a frame."],
    };
  },
};

/** Fathom in a process bound to some cores from its very start, so that every pool in it is made for them. */
function startConverter(cores: string, threads: number, folder: string): Worker<string, number> {
  return startWorker('converter', [String(threads), folder], {
    execPath: 'taskset',
    execArgv: ['--cpu-list', cores, process.execPath],
  });
}
