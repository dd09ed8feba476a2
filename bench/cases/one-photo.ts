import path from 'node:path';
import { atMost, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf } from '../harness/pairs';
import { median } from '../harness/statistics';
import { openBareSteps } from '../workload/bare-steps';
import { startFathom } from '../workload/fathom';
import { copiesOf, makeNew, resizedSample, TWELVE_MEGAPIXELS } from '../workload/photos';
import { CORES } from '../workload/project';

const PAIRS = 20;
/** So many until every loop over pixels is compiled. */
const WARM_UPS = 10;

interface Times {
  readonly total: number;
  readonly decode: number;
  readonly infer: number;
  readonly write: number;
}

/** Everything around the three steps no conversion can do without. */
export const onePhoto: BenchCase = {
  name: 'one-photo',
  title: '12 MP JPEG → PLY, against decode + session.run + write',
  run: async (folder) => {
    const fathom = startFathom(folder, CORES);
    const [photo] = await copiesOf(await resizedSample(TWELVE_MEGAPIXELS), 1, folder);
    const first = await fathom.convert([photo!], path.join(folder, 'first'));
    const bare = await openBareSteps(first.photos[0]!.outputs[0]!);
    let round = 0;

    const ours = async (): Promise<Times> => {
      await makeNew(photo!);
      const { wallMs, photos } = await fathom.convert([photo!], path.join(folder, `cloud-${String(round++)}`));
      return { total: wallMs, ...photos[0]!.ms };
    };
    const other = async (): Promise<Times> => {
      const ms = await bare.run(photo!, path.join(folder, `bare-${String(round)}`));
      return { total: ms.decode + ms.infer + ms.write, ...ms };
    };
    const pairs = await interleave(PAIRS, WARM_UPS, ours, other);
    await Promise.all([fathom.release(), bare.release()]);
    return {
      kind: 'measured',
      figures: [
        {
          what: 'time ÷ the three bare steps',
          unit: '×',
          measured: ratioOf(pairs, ({ total }) => total),
          target: atMost(1.3),
        },
      ],
      notes: [
        `ours: ${stagesOf(pairs.map((pair) => pair.ours))}`,
        `bare: ${stagesOf(pairs.map((pair) => pair.other))}`,
        'Ours is one call of `convert`: finding the photo, EXIF, cache miss and cache entry, masks, cloud, sidecar, syncing the folder.',
      ],
    };
  },
};

function stagesOf(times: readonly Times[]): string {
  const of = (figure: (times: Times) => number): string => `${median(times.map(figure)).toFixed(1)} ms`;
  const rest = of(({ total, decode, infer, write }) => total - decode - infer - write);
  return `${of(({ total }) => total)}: decode ${of(({ decode }) => decode)}, infer ${of(({ infer }) => infer)}, write ${of(({ write }) => write)}, rest ${rest}`;
}
