import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { recoverFocalAndShift } from '../../src/core/camera/focal-and-shift';
import { pixels } from '../../src/core/camera/units';
import { interpretPrediction, type Interpretation } from '../../src/core/depth/interpret-prediction';
import { catalogueSchema } from '../../src/core/models/catalogue';
import { readPrediction } from '../../src/core/models/output-prediction';
import type { ModelDescriptor } from '../../src/core/models/descriptor';
import { atMost, type BenchCase } from '../harness/bench-case';
import { timeMs } from '../harness/pairs';
import { spreadOf } from '../harness/statistics';
import { modelsFolder } from '../workload/project';

const SIDE_PX = 518;
const PIXELS = SIDE_PX ** 2;
const FOCAL_PX = 430;
const SHIFT = -0.9;
const ROUNDS = 30;
const PHOTO = { size: { widthPx: 3000, heightPx: 3000 }, exif: undefined };

/** Everything between a point model's outputs and metric depth, of an unknown camera. */
export const mogePoints: BenchCase = {
  name: 'moge-points',
  title: `MoGe's points at ${String(SIDE_PX)}² → camera and metric depth`,
  run: async () => {
    const model = await mogeDescriptor();
    const outputs = outputsOfScene();
    const points = pointsOf(outputs);
    const first = await timeMs(() => Promise.resolve(interpret(outputs, model)));
    const all: number[] = [];
    const solver: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      all.push(await timeMs(() => Promise.resolve(interpret(outputs, model))));
      solver.push(await timeMs(() => Promise.resolve(recoverFocalAndShift(points))));
    }
    return {
      kind: 'measured',
      figures: [
        { what: 'outputs to camera and depth', unit: 'ms', measured: spreadOf(all), target: atMost(60) },
        { what: 'of it focal and shift', unit: 'ms', measured: spreadOf(solver) },
        { what: 'the first time in a process', unit: 'ms', measured: spreadOf([first]) },
      ],
      notes: ['Points of a made-up scene with an error of 2 % and a mask of three quarters; normals are read too.'],
    };
  },
};

async function mogeDescriptor(): Promise<ModelDescriptor> {
  const catalogue = catalogueSchema.parse(
    JSON.parse(await readFile(path.join(modelsFolder, 'catalogue.json'), 'utf8')),
  );
  return catalogue.find(({ id }) => id === 'moge-2-vits-normal')!;
}

interface MogeOutputs extends Record<string, Float32Array> {
  readonly points: Float32Array;
  readonly mask: Float32Array;
}

/** A waved surface as the graph would give it: shifted, a little wrong everywhere, its right quarter masked. */
function outputsOfScene(): MogeOutputs {
  const points = new Float32Array(3 * PIXELS);
  const mask = new Float32Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const column = i % SIDE_PX;
    const row = Math.floor(i / SIDE_PX);
    const z = 2 + 0.6 * Math.sin((7 * column) / SIDE_PX) + 0.8 * Math.cos((5 * row) / SIDE_PX);
    const wrong = (axis: number): number => 1 + 0.02 * Math.sin(12.9898 * column + 78.233 * row + axis);
    points[3 * i] = ((column + 0.5 - SIDE_PX / 2) / FOCAL_PX) * z * wrong(1);
    points[3 * i + 1] = ((row + 0.5 - SIDE_PX / 2) / FOCAL_PX) * z * wrong(2);
    points[3 * i + 2] = z * wrong(3) - SHIFT;
    mask[i] = column < 0.75 * SIDE_PX ? 0.9 : 0.1;
  }
  return {
    points,
    mask,
    normal: new Float32Array(3 * PIXELS).fill(1 / Math.sqrt(3)),
    metric_scale: Float32Array.of(1.3),
  };
}

function interpret(outputs: MogeOutputs, model: ModelDescriptor): Interpretation {
  const input = { widthPx: SIDE_PX, heightPx: SIDE_PX };
  const geometry = { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx: pixels(FOCAL_PX) };
  const interpretation = interpretPrediction(readPrediction(outputs, geometry, model), PHOTO, undefined, model);
  if (interpretation.kind === 'metric') return interpretation;
  throw new Error(`no camera was found: ${interpretation.kind}`);
}

const pointsOf = ({ points, mask }: MogeOutputs) => ({
  size: { widthPx: SIDE_PX, heightPx: SIDE_PX },
  xyz: points,
  valid: Uint8Array.from(mask, (value) => (value > 0.5 ? 1 : 0)),
});
