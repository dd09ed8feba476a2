import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import type { InputGeometry } from '../../src/core/camera/input-geometry';
import { pixels } from '../../src/core/camera/units';
import type { Prediction } from '../../src/core/depth/prediction';
import { comparePredictions } from '../../src/core/precision/compare-predictions';
import { findDriftFault } from '../../src/core/precision/judge-drift';
import type { Precision, PrecisionRequest } from '../../src/core/precision/precision';
import { processor } from '../../src/engine/devices/find-devices';
import { createEngine } from '../../src/engine/engine';
import { CPU } from '../../src/engine/inference/providers';
import { verifyModel, type VerifiedModel } from '../../src/engine/inference/verified-model';
import { openPhoto } from '../../src/engine/photo/open-photo';
import { filesAsTheyAre } from '../../src/engine/precision/converted-model';
import { probesInProcesses } from '../../src/engine/precision/probe';
import { RangesStore } from '../../src/engine/precision/ranges-store';
import { ReferenceStore } from '../../src/engine/precision/reference-store';
import { RungChooser, type TestPhase } from '../../src/engine/precision/rung-chooser';
import { VerdictStore } from '../../src/engine/precision/verdict-store';
import { feed } from '../../src/engine/predict-on-rung';
import { builtProbe, engineConfig } from '../fixtures/engines';
import { madeUpModel } from '../fixtures/made-up-model';
import { encode, modelInit, node, tensor, value } from '../fixtures/onnx-models';
import { tempFolder } from '../fixtures/temp-folder';

const root = tempFolder();
const inProject = (name: string): string => path.join(projectFolder, name);

describe('the int8 file of the embedded model', () => {
  const engine = createEngine(engineConfig());
  afterAll(() => engine.predictor.release());
  const photos = ['resources/samples', 'test/samples/photos', 'test/samples/rendered'].flatMap((folder) =>
    readdirSync(inProject(folder))
      .filter((name) => name.endsWith('.jpg'))
      .map((name) => `${folder}/${name}`),
  );

  it.each(photos)('gives the depth of float32 on %s, up to the limit', async (name) => {
    const model = await engine.models.open('fathom-s');
    const { geometry, colours } = await feed(model, await openPhoto(inProject(name), engine.heic), undefined);
    const predict = async (precision: Precision): Promise<Prediction> => {
      const file = (await filesAsTheyAre.fileFor(model, precision, 'cpu'))!;
      const means = {
        model,
        provider: CPU,
        precision,
        optimisation: 'all',
        cpuNodes: [],
        file,
        expectedMs: 0,
      } as const;
      return (await engine.predictor.predict(means, geometry, colours, { photo: name, priority: 0 })).prediction;
    };
    const drift = comparePredictions(await predict('int8'), await predict('fp32'), model.descriptor.outputs);
    // Two runs of one file would be equal.
    expect(drift.relativeMean).toBeGreaterThan(0.001);
    expect(findDriftFault(drift, 'int8'), JSON.stringify(drift)).toBeUndefined();
  });
});

const input = { widthPx: 64, heightPx: 48 };
const geometry: InputGeometry = { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx: pixels(60) };

/** A graph whose depth is the picture's grey, times a factor. */
function graphOf(factor: number): Uint8Array {
  const weights = [0.001, 0.002, 0.003].map((weight) => factor * weight);
  const rawData = new Uint8Array(Float32Array.from(weights).buffer);
  return encode(
    modelInit({
      input: [value('image', [1, 3, 'h', 'w'])],
      output: [value('depth', [1, 1, 'h', 'w'])],
      node: [node('Conv', ['image', 'weights'], ['depth'])],
      initializer: [tensor('weights', { dims: [1n, 3n, 1n, 1n], rawData })],
    }),
  );
}

const named = (name: string, bytes: Uint8Array) => ({
  name,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** A model whose int8 file computes depth times a factor; `placed` is what lies there under its name. */
async function modelWith(factor: number, placed = graphOf(factor)): Promise<VerifiedModel & { readonly int8: string }> {
  const folder = mkdtempSync(path.join(root, 'model-'));
  const [own, other] = [graphOf(1), graphOf(factor)];
  const score = { delta1: 0.9, absRel: 0.1 };
  const descriptor = {
    ...madeUpModel('m', input, named('m.onnx', own)),
    variants: [
      {
        precision: 'int8' as const,
        file: { ...named('m-int8.onnx', other), urls: [] },
        scores: [{ benchmark: 'some', ...score, float32: score }],
      },
    ],
  };
  writeFileSync(path.join(folder, 'm.onnx'), own);
  writeFileSync(path.join(folder, 'm-int8.onnx'), placed);
  const model = await verifyModel({ descriptor, folder, origin: 'bundled' });
  return { ...model, int8: path.join(folder, 'm-int8.onnx') };
}

const verdictFolder = path.join(root, 'verdicts');

/** With real trials, in processes of their own. */
const chooser = (store?: string): RungChooser =>
  new RungChooser({
    providers: [CPU],
    findDevices: () => Promise.resolve([processor()]),
    converter: filesAsTheyAre,
    store: new VerdictStore(store),
    references: new ReferenceStore(undefined),
    ranges: new RangesStore(undefined),
    trial: {
      open: probesInProcesses(builtProbe, { openMs: 20_000, runMs: 20_000 }),
      photo: inProject('resources/samples/coffee.jpg'),
      longestReferenceMs: 60_000,
      fitsIntoMemory: () => Promise.resolve(true),
    },
    threads: 1,
  });

async function choose(model: VerifiedModel, precision: PrecisionRequest, rungs = chooser()) {
  const phases: TestPhase[] = [];
  const request = { precision, device: 'auto' };
  const chosen = await rungs.choose(model, geometry, request, 'missing', (phase) => phases.push(phase));
  return { file: chosen.file, phases, ...chosen.precision, chosen };
}

describe('an int8 file', () => {
  it('is neither tried nor taken where nobody asks for it', async () => {
    const model = await modelWith(1.01);
    for (const request of ['auto', 'fp32'] as const) {
      const { file, used, phases } = await choose(model, request);
      expect({ file, used, phases }).toEqual({ file: model.file, used: 'fp32', phases: [] });
    }
  });

  it('is tried where it is asked for, passes, is used and remembered; and still not taken by auto', async () => {
    const model = await modelWith(1.01);
    const first = await choose(model, 'int8', chooser(verdictFolder));
    expect(first).toMatchObject({ file: model.int8, used: 'int8', phases: ['reference', 'test'] });
    expect(first.reason).toBe('int8 as asked (verified, drift 1 %)');
    const rungs = chooser(verdictFolder);
    expect(await choose(model, 'int8', rungs)).toMatchObject({ used: 'int8', phases: [] });
    expect(await choose(model, 'auto', rungs)).toMatchObject({ file: model.file, used: 'fp32', phases: [] });
  });

  it('is tried again when it is another file, whose verdicts are not those of the first', async () => {
    const store = mkdtempSync(path.join(root, 'verdicts-'));
    await choose(await modelWith(1.01), 'int8', chooser(store));
    const other = await choose(await modelWith(1.05), 'int8', chooser(store));
    expect(other).toMatchObject({ used: 'fp32', phases: ['reference', 'test'] });
  });

  it('that comes out too far from float32 gives way to it, and says why', async () => {
    const model = await modelWith(1.05);
    const { file, used, reason } = await choose(model, 'int8');
    expect({ file, used }).toEqual({ file: model.file, used: 'fp32' });
    expect(reason).toContain('int8 is not possible here (differs from float32 by 5 %, allowed are 3 %): using fp32');
  });

  it('that is damaged gives way to float32, says why, and is used once it is repaired', async () => {
    const model = await modelWith(1.01, new Uint8Array(9));
    const rungs = chooser();
    const { file, used, reason } = await choose(model, 'int8', rungs);
    expect({ file, used }).toEqual({ file: model.file, used: 'fp32' });
    expect(reason).toContain(`int8 is not possible here (${model.int8}: is not the file that model m names`);
    expect(reason).toContain('): using fp32, ');
    writeFileSync(model.int8, graphOf(1.01));
    expect(await choose(model, 'int8', rungs)).toMatchObject({ file: model.int8, used: 'int8' });
  });

  it('that fails at work gives way to float32, as any rung does', async () => {
    const model = await modelWith(1.01);
    const rungs = chooser();
    const { chosen } = await choose(model, 'int8', rungs);
    expect(await chosen.demote('it hung')).toBe(true);
    expect(await choose(model, 'int8', rungs)).toMatchObject({ used: 'fp32', phases: [] });
  });

  it('is among what is told of the machine, whatever was asked for, and float32 is chosen', async () => {
    const request = { precision: 'auto', device: 'auto' } as const;
    const verdicts = await chooser().verdicts(await modelWith(1.01), geometry, request, 'afresh');
    expect(verdicts.map(({ precision, status }) => [precision, status])).toEqual([
      ['int8', expect.stringMatching(/^(passed|slower)$/)],
      ['fp32', 'chosen'],
    ]);
    expect(verdicts[0]!.absRelVsFp32).toBeCloseTo(0.01, 4);
  });
});
