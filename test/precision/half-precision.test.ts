import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import type { InputGeometry } from '../../src/core/camera/input-geometry';
import { pixels } from '../../src/core/camera/units';
import type { Device } from '../../src/core/devices/device';
import { modelDescriptorSchema } from '../../src/core/models/descriptor';
import { elementTypesOf } from '../../src/core/onnx/convert/element-types';
import {
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
} from '../../src/core/onnx/protobuf/onnx_pb';
import { processor } from '../../src/engine/devices/find-devices';
import { findProvider } from '../../src/engine/inference/providers';
import type { VerifiedModel } from '../../src/engine/inference/verified-model';
import { withConversions } from '../../src/engine/precision/converted-graph';
import { filesAsTheyAre } from '../../src/engine/precision/converted-model';
import { locateFault } from '../../src/engine/precision/locate-fault';
import { probesInProcesses, type OpenProbe } from '../../src/engine/precision/probe';
import { RangesStore } from '../../src/engine/precision/ranges-store';
import { ReferenceStore } from '../../src/engine/precision/reference-store';
import { RungChooser, type TestPhase } from '../../src/engine/precision/rung-chooser';
import { VerdictStore } from '../../src/engine/precision/verdict-store';
import { withRangeOfFloat16 } from '../fixtures/converted-models';
import { builtProbe } from '../fixtures/engines';
import { encode, modelInit, node, type NodeInit, tensor, value } from '../fixtures/onnx-models';
import { tempFolder } from '../fixtures/temp-folder';

const input = { widthPx: 64, heightPx: 48 };
const geometry: InputGeometry = { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx: pixels(60) };
const photo = path.resolve(import.meta.dirname, '../../resources/samples/coffee.jpg');
const request = { precision: 'auto', device: 'auto' } as const;

const floats = (name: string, values: readonly number[], dims: readonly bigint[]) =>
  tensor(name, { dims: [...dims], rawData: new Uint8Array(Float32Array.from(values).buffer) });

/** A model whose depth is made of the grey of a picture, `t0`, by some nodes that end in `sum`. */
function modelOf(id: string, nodes: readonly NodeInit[]): VerifiedModel {
  const graph = encode(
    modelInit(
      {
        input: [value('image', [1, 3, 'h', 'w'])],
        output: [value('depth', [1, 1, 'h', 'w'])],
        node: [
          node('Conv', ['image', 'weights'], ['t0'], { name: 'grey' }),
          ...nodes,
          node('Sigmoid', ['sum'], ['depth'], { name: 'last' }),
        ],
        initializer: [
          floats('weights', [0.001, 0.002, 0.003], [1n, 3n, 1n, 1n]),
          floats('spread', [600], []),
          floats('shrink', [2 ** -18], []),
        ],
      },
      { opsetImport: [{ domain: '', version: 17n }] },
    ),
  );
  const file = path.join(tempFolder(), `${id}.onnx`);
  writeFileSync(file, graph);
  const sha256 = createHash('sha256').update(graph).digest('hex');
  const descriptor = modelDescriptorSchema.parse({
    id,
    name: id,
    licence: { spdx: 'Apache-2.0', commercialUse: true },
    files: [{ name: `${id}.onnx`, bytes: graph.length, sha256, urls: [] }],
    input: {
      name: 'image',
      size: { kind: 'stretch', ...input },
      mean: [0, 0, 0],
      deviation: [1, 1, 1],
      padColour: [0, 0, 0],
      minPhotoSidePx: 1,
    },
    outputs: { depth: 'depth' },
    camera: { kind: 'metric' },
    validDepth: { unit: 'metre', min: 0.001, max: 1000 },
    precisions: ['fp32'],
  });
  return { descriptor, file, sha256, fingerprint: sha256, variant: () => Promise.resolve(undefined) };
}

/** Squares of ±600, made by operators that no rule knows; then small again. */
const planted = () =>
  modelOf('planted', [
    node('Tanh', ['t0'], ['t1'], { name: 'bounded' }),
    node('Mul', ['t1', 'spread'], ['t2'], { name: 'spread out' }),
    node('Mul', ['t2', 't2'], ['t3'], { name: 'squared' }),
    node('Mul', ['t3', 'shrink'], ['sum'], { name: 'small again' }),
  ]);

const chain = () =>
  modelOf(
    'chain',
    ['Tanh', 'Sigmoid', 'Exp', 'Softplus', 'Tanh', 'Sigmoid', 'Neg'].map((operator, at, { length }) =>
      node(operator, [`t${String(at)}`], [at === length - 1 ? 'sum' : `t${String(at + 1)}`], {
        name: `layer ${String(at)}`,
      }),
    ),
  );

const card: Device = {
  vendor: 'nvidia',
  name: 'A card with float16',
  architecture: 'Turing',
  computeCapability: '7.5',
  fp16: 'full',
  bf16: false,
  tensorCores: true,
  providers: ['webgpu'],
};

/** A card that computes as the CPU does, but a float16 graph as it is told. */
function cardWith(half: (proto: ModelProto) => Uint8Array): OpenProbe {
  const onCpu = probesInProcesses(builtProbe, { openMs: 60_000, runMs: 60_000 });
  return (setup) => {
    if (setup.provider !== 'webgpu') return onCpu(setup);
    const own = { ...setup, provider: 'cpu', optimisation: 'disabled' } as const;
    if (setup.precision !== 'fp16') return onCpu(own);
    const file = path.join(tempFolder(), 'half.onnx');
    writeFileSync(file, half(fromBinary(ModelProtoSchema, readFileSync(setup.file))));
    return onCpu({ ...own, file });
  };
}

/** What a graph's nodes of one name make in float16 is half as much again as it should be. */
const breaking =
  (name: string) =>
  (proto: ModelProto): Uint8Array => {
    const graph = proto.graph!;
    const types = elementTypesOf(graph);
    const factor = create(TensorProtoSchema, {
      ...tensor('factor', { dims: [], rawData: new Uint8Array(Uint16Array.of(0x3e00).buffer) }),
      dataType: DataType.FLOAT16,
    });
    graph.initializer.push(factor);
    graph.node = graph.node.flatMap((each) => {
      const [output = ''] = each.output;
      if (each.name !== name || types.get(output) !== DataType.FLOAT16) return [each];
      each.output = [`${output} sound`];
      return [each, create(NodeProtoSchema, node('Mul', [`${output} sound`, 'factor'], [output]))];
    });
    return toBinary(ModelProtoSchema, proto);
  };

function chooserOn(open: OpenProbe, ranges: RangesStore): RungChooser {
  return new RungChooser({
    providers: [findProvider('webgpu')!, findProvider('cpu')!],
    findDevices: () => Promise.resolve([card, processor()]),
    converter: withConversions(filesAsTheyAre, { bundledFolder: '/nowhere', spareFolder: undefined }),
    store: new VerdictStore(undefined),
    references: new ReferenceStore(undefined),
    ranges,
    trial: { open, photo, longestReferenceMs: 60_000, fitsIntoMemory: () => Promise.resolve(true) },
    threads: 1,
  });
}

const halves = async (chooser: RungChooser, model: VerifiedModel) =>
  (await chooser.verdicts(model, geometry, request, 'missing')).filter(({ precision }) => precision === 'fp16');

describe('float16 of a model with outliers', () => {
  const float16 = cardWith((proto) => withRangeOfFloat16({ proto }, 1));

  it('is right where its ranges were measured, once, as a phase of its own', async () => {
    const folder = tempFolder();
    const model = planted();
    const chooser = chooserOn(float16, new RangesStore(folder));
    const phases: TestPhase[] = [];
    await chooser.choose(model, geometry, request, 'missing', (phase) => phases.push(phase));
    expect(phases).toEqual(['reference', 'calibrate', 'test']);
    const verdicts = await halves(chooser, model);
    // A CPU is no faster in float16, which is no matter here.
    expect(verdicts.map(({ options, status }) => [options.islands, status])).toEqual([
      ['all', expect.stringMatching(/passed|slower|chosen/)],
      ['range', expect.stringMatching(/passed|slower|chosen/)],
      ['types', 'failed'],
    ]);
    const again: TestPhase[] = [];
    const later = chooserOn(float16, new RangesStore(folder));
    await later.choose(model, geometry, request, 'missing', (phase) => again.push(phase));
    expect(again).toEqual(['reference', 'test']);
    const ranges = await later.ranges(model, geometry);
    const seen = ranges?.kind === 'made' ? ranges.calibration.magnitudes.get('t3') : undefined;
    expect(seen).toBeGreaterThan(65504);
  });

  it('is wrong where they were not, and says so', async () => {
    const unmeasured = async (model: VerifiedModel, open: OpenProbe) => {
      const ranges = new RangesStore(undefined);
      await ranges.write(model, input, { kind: 'skipped', reason: 'it would take too long' });
      return halves(chooserOn(open, ranges), model);
    };
    expect((await unmeasured(planted(), float16)).map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    const sound = await unmeasured(chain(), float16);
    const told = sound.filter(({ status }) => status !== 'slower').map(({ reason }) => reason);
    for (const reason of told.slice(0, -1)) expect(reason).toContain('it would take too long');
  });

  it('does without where the run takes too long', async () => {
    const model = planted();
    const hasty: OpenProbe = (setup) =>
      setup.traced ? Promise.resolve({ kind: 'timeout', reason: 'not done after 60 s' }) : float16(setup);
    const chooser = chooserOn(hasty, new RangesStore(undefined));
    await chooser.choose(model, geometry, request, 'missing');
    expect(await chooser.ranges(model, geometry)).toEqual({ kind: 'skipped', reason: 'not done after 60 s' });
    expect(readdirSync(path.dirname(model.file)).filter((name) => name.includes('locate'))).toEqual([]);
  });
});

describe('locateFault in float16', () => {
  it('keeps the one node in float32 that comes out wrong, proves that, and remembers it', async () => {
    const model = chain();
    const chooser = chooserOn(cardWith(breaking('layer 5')), new RangesStore(undefined));
    const wrong = await chooser.wrongRungs(model, geometry, 'auto');
    expect(wrong.rungs.map(({ rung }) => rung.islands)).toEqual(['all', 'range', 'types']);
    const location = await locateFault(wrong, wrong.rungs[1]!);
    expect(location).toMatchObject({
      provider: 'webgpu',
      precision: 'fp16',
      nodes: [{ name: 'layer 5', operator: 'Sigmoid' }],
      cured: { status: 'passed', options: { islands: 'range', float32Nodes: ['layer 5'] } },
      outcome: 'with layer 5 kept in float32 it is right',
    });
    const [, cured] = await halves(chooser, model);
    expect(cured).toMatchObject({ options: { float32Nodes: ['layer 5'] } });
    expect((await chooser.wrongRungs(model, geometry, 'auto')).rungs).toHaveLength(2);
    // What runs is the cured graph.
    const chosen = await chooser.choose(model, geometry, { precision: 'fp16', device: 'webgpu' }, 'never');
    expect(chosen.file).toMatch(/\.fp16-range-\d+-[0-9a-f]{12}-[0-9a-f]{8}$/);
  });

  it('leaves no graph behind that did not help', async () => {
    const model = chain();
    const brokenAnyway = cardWith((proto) => {
      const graph = proto.graph!;
      for (const each of graph.node) if (each.name === 'last') each.opType = 'Tanh';
      return toBinary(ModelProtoSchema, proto);
    });
    const chooser = chooserOn(brokenAnyway, new RangesStore(undefined));
    const wrong = await chooser.wrongRungs(model, geometry, 'auto');
    const location = await locateFault(wrong, wrong.rungs[2]!);
    expect(location.cured).toMatchObject({ status: 'failed' });
    expect(location.nodes.map(({ name }) => name)).toEqual(['last']);
    const left = readdirSync(path.dirname(model.file)).filter((name) => /-[0-9a-f]{8}(?:\.|$)/.test(name));
    expect(left).toEqual([]);
  });
});
