import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf } from '../harness/pairs';
import { median } from '../harness/statistics';
import { installMetric3d } from '../workload/metric3d';
import { benchFolder } from '../workload/project';

const PAIRS = 8;

const timesSchema = z.object({
  totalMs: z.number(),
  /** Reading the descriptor and the hashes remembered of its files. */
  checkMs: z.number(),
});
type Times = z.infer<typeof timesSchema>;

/** What a person waits for before the first photo. */
export const metric3dLoad: BenchCase = {
  name: 'metric3d-load',
  title: "Metric3D's small model checked and ready to run, against InferenceSession.create",
  run: async (folder) => {
    const { id, userModelsFolder, graph } = await installMetric3d(folder);
    const pairs = await interleave(
      PAIRS,
      1,
      () => timesOf('metric3d-load-fathom', [id, userModelsFolder]),
      () => timesOf('metric3d-load-bare', [graph]),
    );
    const [ours, other] = [pairs.map((pair) => pair.ours), pairs.map((pair) => pair.other)];
    const ms = (times: readonly Times[], of: (times: Times) => number): string =>
      `${median(times.map(of)).toFixed(0)} ms`;
    return {
      kind: 'measured',
      figures: [
        {
          what: 'time ÷ InferenceSession.create',
          unit: '×',
          measured: ratioOf(pairs, ({ totalMs }) => totalMs),
          target: atMost(1.2),
        },
        {
          what: 'the same without the descriptor and hash',
          unit: '×',
          measured: ratioOf(pairs, ({ totalMs, checkMs }) => totalMs - checkMs),
        },
      ],
      notes: [
        `ours ${ms(ours, ({ totalMs }) => totalMs)}, of it the remembered hash of 151 MB ${ms(ours, ({ checkMs }) => checkMs)}; bare ${ms(other, ({ totalMs }) => totalMs)}`,
        'Each in a process of its own that has opened nothing before; the files are in the page cache on both sides.',
      ],
    };
  },
};

async function timesOf(child: string, args: readonly string[]): Promise<Times> {
  const program = path.join(benchFolder, `${child}.js`);
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args]);
  return timesSchema.parse(JSON.parse(stdout));
}
