import { copyFileSync, existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { inspectOnnx } from '../../src/core/onnx/inspect-onnx';
import { ModelProtoSchema } from '../../src/core/onnx/protobuf/onnx_pb';
import type { Islands } from '../../src/core/precision/islands';
import { ModelStore } from '../../src/engine/inference/model-store';
import type { VerifiedModel } from '../../src/engine/inference/verified-model';
import { removeFilesOf } from '../../src/engine/models/remove-model';
import { withConversions } from '../../src/engine/precision/converted-graph';
import { filesAsTheyAre } from '../../src/engine/precision/converted-model';
import { withCures } from '../../src/engine/precision/cured-graph';
import { modelsFolder } from '../fixtures/engines';
import { withFile } from '../fixtures/onnx-models';
import { installSkeleton, type Skeleton } from '../fixtures/skeletons';
import { tempFolder } from '../fixtures/temp-folder';

const spareFolder = tempFolder();
const converter = withConversions(filesAsTheyAre, { bundledFolder: modelsFolder, spareFolder });

async function installed(name: Skeleton, id: string) {
  const folder = tempFolder();
  await installSkeleton(name, id, folder);
  for (const file of readdirSync(path.join(folder, id)).filter((each) => each !== 'descriptor.json')) {
    // ONNX Runtime follows no link out of the folder of the graph it opens.
    const linked = path.join(folder, id, file);
    const stored = realpathSync(linked);
    rmSync(linked);
    copyFileSync(stored, linked);
  }
  const store = new ModelStore(modelsFolder, folder);
  return { folder: path.join(folder, id), store, model: await store.open(id) };
}

type Feeds = Readonly<Record<string, Tensor>>;

/** Something to look at of that size: waves, round the middle of what a network is fed. */
const picture = (dims: readonly number[], middle: number): Tensor => {
  const count = dims.reduce((product, side) => product * side, 1);
  return new Tensor(
    'float32',
    Float32Array.from({ length: count }, (_, i) => middle * (1 + Math.sin(i / 100))),
    dims,
  );
};

async function run(file: string, feeds: Feeds) {
  const session = await InferenceSession.create(file);
  const results = await session.run(feeds);
  await session.release();
  return results;
}

/** Mean of the differences over the mean of what they differ from, for each output. */
async function drifts(model: VerifiedModel, islands: Islands, feeds: Feeds): Promise<Record<string, number>> {
  const exact = await run(model.file, feeds);
  const half = await run((await converter.fileFor(model, 'fp16', 'cuda', { islands }))!, feeds);
  const entries = Object.entries(exact).map(([name, { data }]) => {
    const [a, b] = [data as Float32Array, half[name]!.data as Float32Array];
    let [difference, total] = [0, 0];
    for (let i = 0; i < a.length; i++) {
      difference += Math.abs(a[i]! - b[i]!);
      total += Math.abs(a[i]!);
    }
    return [name, difference / total] as const;
  });
  return Object.fromEntries(entries);
}

/** The models, and inputs that cost little where their graphs take any. */
const SKELETONS = [
  ['metric3d-vit-small', 'metric3d-vit-small', { pixel_values: picture([1, 3, 616, 1064], 120) }],
  [
    'moge-2-vits-normal',
    'moge-2-vits-normal',
    { image: picture([1, 3, 196, 252], 0.5), num_tokens: new Tensor('int64', BigInt64Array.of(256n), []) },
  ],
  [
    'depth-anything-v2-metric-small',
    'depth-anything-v2-metric-indoor-small',
    { pixel_values: picture([1, 3, 518, 686], 0.5) },
  ],
] as const;

describe('a graph in float16', () => {
  // Against the same of onnxconverter-common 1.16 with its default block list, keep_io_types on (onnx 1.23): it refuses the
  // embedded model, which holds float16 already, and cannot convert Depth Anything at all; of Metric3D it keeps 26 nodes in
  // float32 (24 Resize, 2 Range) and of MoGe-2 19, adds 99 and 29 casts, and ONNX Runtime loads neither.
  it.each(SKELETONS)('of %s loads and is right on the CPU', async (skeleton, id, feeds) => {
    const { folder, model, store } = await installed(skeleton, id);
    const found = await drifts(model, 'range', feeds);
    for (const drift of Object.values(found)) expect(drift).toBeLessThan(0.01);
    const file = (await converter.fileFor(model, 'fp16', 'webgpu', { islands: 'range' }))!;
    expect(path.dirname(file)).toBe(folder);
    expect(withFile(file, inspectOnnx)).toMatchObject({ kind: 'summary' });
    const cured = (await withCures(converter).fileFor(model, 'fp16', 'webgpu', { islands: 'range' }))!;
    expect(cured !== file).toBe(id.startsWith('metric3d'));
    await (await InferenceSession.create(cured)).release();
    await removeFilesOf(await store.find(id), new AbortController().signal);
    expect(readdirSync(folder)).toEqual(['descriptor.json']);
  });

  it.each(['types', 'range', 'all'] as const)('of the embedded model is right with islands %s', async (islands) => {
    const model = await new ModelStore(modelsFolder).open('fathom-s');
    const found = await drifts(model, islands, { image: picture([1, 3, 192, 256], 0.5) });
    for (const drift of Object.values(found)) expect(drift).toBeLessThan(0.01);
  });

  it('of what came with Fathom does not lie where that lies', async () => {
    const model = await new ModelStore(modelsFolder).open('fathom-s');
    const before = readdirSync(modelsFolder);
    const file = (await converter.fileFor(model, 'fp16', 'webgpu', { islands: 'types' }))!;
    expect(path.dirname(file)).toBe(spareFolder);
    expect(readdirSync(modelsFolder)).toEqual(before);
    const nowhere = withConversions(filesAsTheyAre, { bundledFolder: modelsFolder, spareFolder: undefined });
    expect(nowhere.offers(model, 'fp16')).toBe(false);
  });

  it('takes the place of what an older Fathom made', async () => {
    const model = await new ModelStore(modelsFolder).open('fathom-s');
    const folder = tempFolder();
    const own = withConversions(filesAsTheyAre, { bundledFolder: modelsFolder, spareFolder: folder });
    const outdated = path.join(folder, 'fathom-s.onnx.fp16-range-0-0123456789ab');
    for (const file of [outdated, `${outdated}.weights`, path.join(folder, 'fathom-s.onnx.notes')])
      writeFileSync(file, '');
    const all = await own.fileFor(model, 'fp16', 'webgpu', { islands: 'all' });
    await own.fileFor(model, 'fp16', 'webgpu', { islands: 'types' });
    const left = readdirSync(folder);
    expect(left).toHaveLength(5);
    expect(left.filter((name) => name.includes('range'))).toEqual([]);
    expect(existsSync(all!)).toBe(true);
  });
});

describe('a model that comes in float16 alone', () => {
  it('is made float32 for the CPU, and gets its islands', async () => {
    const bundled = await new ModelStore(modelsFolder).open('fathom-s');
    const folder = tempFolder();
    const half = (await converter.fileFor(bundled, 'fp16', 'webgpu', { islands: 'types' }))!;
    const file = path.join(folder, 'half.onnx');
    copyFileSync(half, file);
    copyFileSync(`${half}.weights`, path.join(folder, path.basename(`${half}.weights`)));
    const model = { ...bundled, file, descriptor: { ...bundled.descriptor, precisions: ['fp16' as const] } };
    expect(converter.offers(model, 'fp32')).toBe(true);
    const feeds = { image: picture([1, 3, 192, 256], 0.5) };
    const [exact, wide] = await Promise.all([
      run(bundled.file, feeds),
      converter.fileFor(model, 'fp32', 'cpu').then((made) => run(made!, feeds)),
    ]);
    const [a, b] = [exact['depth']!.data as Float32Array, wide['depth']!.data as Float32Array];
    expect(Math.max(...a.map((each, i) => Math.abs(each / b[i]! - 1)))).toBeLessThan(0.01);
    const islands = (await converter.fileFor(model, 'fp16', 'webgpu', { islands: 'range' }))!;
    const operators = fromBinary(ModelProtoSchema, readFileSync(islands)).graph!.node.map(({ opType }) => opType);
    expect(operators.filter((operator) => operator === 'Cast').length).toBeGreaterThan(2);
  });

  it('is told of where it cannot be converted', async () => {
    const bundled = await new ModelStore(modelsFolder).open('fathom-s');
    const file = path.join(tempFolder(), 'damaged.onnx');
    writeFileSync(file, readFileSync(bundled.file).subarray(0, 5000));
    await expect(converter.fileFor({ ...bundled, file }, 'fp16', 'webgpu', { islands: 'all' })).rejects.toThrow(
      'fathom-s cannot be converted',
    );
    expect(readdirSync(path.dirname(file))).toEqual(['damaged.onnx']);
  });
});
