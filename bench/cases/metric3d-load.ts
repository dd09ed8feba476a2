import { startSessionThread } from '../../src/engine/inference/session-thread';
import { ModelStore } from '../../src/engine/inference/model-store';
import { atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf, timeMs } from '../harness/pairs';
import { median } from '../harness/statistics';
import { installMetric3d, openBareSession, type Metric3d } from '../workload/metric3d';
import { CORES, modelsFolder, sessionWorker } from '../workload/project';

const PAIRS = 8;

interface Times {
  readonly total: number;
  /** Reading the descriptor and every byte of the files, held to their SHA-256. */
  readonly verify: number;
}

/** What a person waits for before the first photo. */
export const metric3dLoad: BenchCase = {
  name: 'metric3d-load',
  title: "Metric3D's small model checked and ready to run, against InferenceSession.create",
  run: async (folder) => {
    const model = await installMetric3d(folder);
    const pairs = await interleave(
      PAIRS,
      1,
      () => load(model),
      () => loadBare(model),
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
          measured: ratioOf(pairs, ({ total }) => total),
          target: atMost(1.2),
        },
        {
          what: 'the same without checking the files',
          unit: '×',
          measured: ratioOf(pairs, ({ total, verify }) => total - verify),
        },
      ],
      notes: [
        `ours ${ms(ours, ({ total }) => total)}, of it checking 151 MB ${ms(ours, ({ verify }) => verify)}; bare ${ms(other, ({ total }) => total)}`,
        'The files are in the page cache on both sides.',
      ],
    };
  },
};

/** As an engine does it for the first photo: a store that has checked nothing yet, then the session's thread. */
async function load({ id, userModelsFolder }: Metric3d): Promise<Times> {
  const started = performance.now();
  const { descriptor, file } = await new ModelStore(modelsFolder, userModelsFolder).open(id);
  const verify = performance.now() - started;
  const means = { provider: 'cpu', precision: 'fp32', optimisation: 'all', threads: CORES } as const;
  const session = await startSessionThread(sessionWorker, { descriptor, file, ...means });
  const total = performance.now() - started;
  await session.release();
  return { total, verify };
}

async function loadBare({ graph }: Metric3d): Promise<Times> {
  let release = (): Promise<void> => Promise.resolve();
  const total = await timeMs(async () => {
    const session = await openBareSession(graph);
    release = () => session.release();
  });
  await release();
  return { total, verify: 0 };
}
