import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ModelStore } from '../../src/engine/inference/model-store';
import { CPU } from '../../src/engine/inference/providers';
import { filesAsTheyAre } from '../../src/engine/precision/converted-model';
import type { BenchCase, Figure } from '../harness/bench-case';
import { interleave, ratioOf, timeMs } from '../harness/pairs';
import { spreadOf } from '../harness/statistics';
import { MODEL_GRID } from '../workload/photos';
import { modelsFolder } from '../workload/project';

const PAIRS = 30;
const WARM_UPS = 5;

/** What those gain who ask for int8: the sessions are opened as Fathom opens them. */
export const int8Run: BenchCase = {
  name: 'int8-run',
  title: 'session.run of the embedded model in int8, against float32',
  run: async () => {
    const figures = [...(await figuresOn(1)), ...(await figuresOn(2))];
    return { kind: 'measured', figures, notes: ['Other processors gain more or less: int8 wants VNNI.'] };
  },
};

async function figuresOn(threads: number): Promise<Figure[]> {
  const [int8, fp32] = [await openRun('int8', threads), await openRun('fp32', threads)];
  const pairs = await interleave(
    PAIRS,
    WARM_UPS,
    () => timeMs(int8.run),
    () => timeMs(fp32.run),
  );
  await Promise.all([int8.release(), fp32.release()]);
  const on = threads === 1 ? 'on one thread' : `on ${String(threads)} threads`;
  return [
    { what: `time in int8 ÷ time in float32, ${on}`, unit: '×', measured: ratioOf(pairs, (ms) => ms) },
    { what: `time in int8, ${on}`, unit: 'ms', measured: spreadOf(pairs.map(({ ours }) => ours)) },
  ];
}

async function openRun(precision: 'int8' | 'fp32', threads: number) {
  const model = await new ModelStore(modelsFolder).open('fathom-s');
  const file = await filesAsTheyAre.fileFor(model, precision, CPU.name);
  if (file === undefined) throw new Error(`there is no ${precision} file of the embedded model`);
  const session = await InferenceSession.create(file, CPU.sessionOptions({ precision, optimisation: 'all', threads }));
  const { widthPx, heightPx } = MODEL_GRID;
  const pixels = Float32Array.from({ length: 3 * widthPx * heightPx }, (_, i) => 128 + 100 * Math.sin(i / 50));
  const image = new Tensor('float32', pixels, [1, 3, heightPx, widthPx]);
  return { run: () => session.run({ image }), release: () => session.release() };
}
