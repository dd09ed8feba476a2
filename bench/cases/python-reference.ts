import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { atLeast, atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf, type Pair } from '../harness/pairs';
import { median } from '../harness/statistics';
import { startFathom } from '../workload/fathom';
import { copiesOf, makeNew, resizedSample, TWELVE_MEGAPIXELS } from '../workload/photos';
import { CORES, modelFile } from '../workload/project';
import { preparePython, referenceScript } from '../workload/python';

const PHOTOS = 20;
const PAIRS = 5;
/** What Fathom supposes of a 4000 px photo without a focal length; any other would take the same time. */
const FOCAL_PX = 3200;

/** Milliseconds a photo. */
interface PerPhoto {
  readonly total: number;
  readonly infer: number;
}

/** Against what a user would write in Python: the same model, file for file. */
export const pythonReference: BenchCase = {
  name: 'python-reference',
  title: '20 photos, against reference.py',
  run: async (folder) => {
    const python = await preparePython();
    if (python.kind === 'missing') return { kind: 'skipped', reason: python.reason };
    const fathom = startFathom(folder, CORES);
    const photos = await copiesOf(await resizedSample(TWELVE_MEGAPIXELS), PHOTOS, path.join(folder, 'photos'));
    const ours = async (): Promise<PerPhoto> => {
      for (const photo of photos) await makeNew(photo);
      const { wallMs, photos: converted } = await fathom.convert(photos, path.join(folder, 'clouds'));
      const inferMs = converted.reduce((sum, { ms }) => sum + ms.infer, 0);
      return { total: wallMs / PHOTOS, infer: inferMs / PHOTOS };
    };
    const other = (): Promise<PerPhoto> => runReference(python.interpreter, path.join(folder, 'reference'), photos);
    const pairs = await interleave(PAIRS, 1, ours, other);
    await fathom.release();
    return {
      kind: 'measured',
      figures: [
        {
          what: 'photos/s ÷ those of reference.py',
          unit: '×',
          measured: ratioOf(pairs, ({ total }) => 1 / total),
          target: atLeast(1.6),
        },
        {
          what: 'time outside session.run ÷ that of reference.py',
          unit: '×',
          measured: ratioOf(pairs, ({ total, infer }) => total - infer),
          target: atMost(0.333),
        },
      ],
      notes: [
        `ours ${words(pairs, 'ours')}; reference.py ${words(pairs, 'other')}`,
        'Process start and loading the model are left out on both sides.',
      ],
    };
  },
};

async function runReference(interpreter: string, folder: string, photos: readonly string[]): Promise<PerPhoto> {
  const { stdout } = await promisify(execFile)(interpreter, [
    referenceScript,
    modelFile,
    folder,
    String(FOCAL_PX),
    ...photos,
  ]);
  const found = /reference: ([\d.]+) ms a photo, session\.run ([\d.]+)/.exec(stdout);
  if (!found) throw new Error(`reference.py said something else than its times: ${stdout}`);
  return { total: Number(found[1]), infer: Number(found[2]) };
}

function words(pairs: readonly Pair<PerPhoto>[], side: 'ours' | 'other'): string {
  const total = median(pairs.map((pair) => pair[side].total));
  const infer = median(pairs.map((pair) => pair[side].infer));
  return `${total.toFixed(1)} ms a photo, of it session.run ${infer.toFixed(1)} ms`;
}
