import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import type { InputGeometry } from '../../src/core/camera/input-geometry';
import { pixels } from '../../src/core/camera/units';
import type { Device } from '../../src/core/devices/device';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  TensorProtoSchema,
} from '../../src/core/onnx/protobuf/onnx_pb';
import { processor } from '../../src/engine/devices/find-devices';
import { findProvider } from '../../src/engine/inference/providers';
import type { VerifiedModel } from '../../src/engine/inference/verified-model';
import { filesAsTheyAre } from '../../src/engine/precision/converted-model';
import { locateFault } from '../../src/engine/precision/locate-fault';
import { probesInProcesses, type OpenProbe } from '../../src/engine/precision/probe';
import { RangesStore } from '../../src/engine/precision/ranges-store';
import { ReferenceStore } from '../../src/engine/precision/reference-store';
import { RungChooser } from '../../src/engine/precision/rung-chooser';
import { VerdictStore } from '../../src/engine/precision/verdict-store';
import { builtProbe } from '../fixtures/engines';
import { madeUpModel } from '../fixtures/made-up-model';
import { encode, modelInit, node, tensor, value } from '../fixtures/onnx-models';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const input = { widthPx: 64, heightPx: 48 };
const geometry: InputGeometry = { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx: pixels(60) };
const photo = path.resolve(import.meta.dirname, '../../resources/samples/coffee.jpg');
const LAYERS = 12;

/** A chain of small operators on the grey of a picture, with a side branch that joins it at the end. */
function chain(): VerifiedModel {
  const operators = ['Tanh', 'Sigmoid', 'Exp', 'Softplus'];
  const layers = Array.from({ length: LAYERS }, (_, at) =>
    node(operators[at % operators.length]!, [`t${String(at)}`], [`t${String(at + 1)}`], {
      name: `layer ${String(at)}`,
    }),
  );
  const graph = encode(
    modelInit({
      input: [value('image', [1, 3, 'h', 'w'])],
      output: [value('depth', [1, 1, 'h', 'w'])],
      node: [
        node('Conv', ['image', 'weights'], ['t0']),
        node('Softsign', ['t0'], ['side']),
        ...layers,
        node('Add', [`t${String(LAYERS)}`, 'side'], ['sum']),
        node('Exp', ['sum'], ['depth'], { name: 'last' }),
      ],
      initializer: [
        tensor('weights', {
          dims: [1n, 3n, 1n, 1n],
          rawData: new Uint8Array(Float32Array.of(0.001, 0.002, 0.003).buffer),
        }),
      ],
    }),
  );
  const file = path.join(folder, 'chain.onnx');
  writeFileSync(file, graph);
  const sha256 = createHash('sha256').update(graph).digest('hex');
  const descriptor = madeUpModel('chain', input, { bytes: graph.length, sha256 });
  return { descriptor, file, sha256, fingerprint: sha256, variant: () => Promise.resolve(undefined) };
}

/** A graph in which some nodes give half as much again as they should. */
function breakNodes(bytes: Uint8Array, isBroken: (node: NodeProto) => boolean): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const graph = model.graph!;
  const factor = tensor('factor', { dims: [], rawData: new Uint8Array(Float32Array.of(1.5).buffer) });
  const nodes = graph.node.flatMap((each) => {
    if (!isBroken(each)) return [each];
    const [output] = each.output as [string];
    const sound = create(NodeProtoSchema, { ...each, output: [`${output} sound`] });
    return [sound, create(NodeProtoSchema, node('Mul', [`${output} sound`, 'factor'], [output]))];
  });
  const initializer = [...graph.initializer, create(TensorProtoSchema, factor)];
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { ...model, graph: create(GraphProtoSchema, { ...graph, node: nodes, initializer }) }),
  );
}

/** A provider that is ONNX Runtime's CPU, but gets some nodes wrong unless they are left to the CPU. */
function brokenProvider(name: string, broken: (node: NodeProto) => boolean): OpenProbe {
  const onCpu = probesInProcesses(builtProbe, { openMs: 60_000, runMs: 60_000 });
  return (setup) => {
    if (setup.provider !== name) return onCpu(setup);
    const { cpuNodes = [] } = setup;
    const file = `${setup.file}.broken`;
    const isBroken = (each: NodeProto): boolean => broken(each) && !cpuNodes.includes(each.name);
    writeFileSync(file, breakNodes(readFileSync(setup.file), isBroken));
    return onCpu({ ...setup, file, provider: 'cpu', optimisation: 'disabled' });
  };
}

const card: Device = {
  vendor: 'nvidia',
  name: 'A card that miscalculates',
  architecture: 'Pascal',
  computeCapability: '6.1',
  fp16: 'slow',
  bf16: false,
  tensorCores: false,
  providers: ['webgpu', 'cuda'],
};

function chooserWith(provider: string, broken: (node: NodeProto) => boolean): RungChooser {
  return new RungChooser({
    providers: [findProvider(provider)!, findProvider('cpu')!],
    findDevices: () => Promise.resolve([card, processor()]),
    converter: filesAsTheyAre,
    store: new VerdictStore(undefined),
    references: new ReferenceStore(undefined),
    ranges: new RangesStore(undefined),
    trial: {
      open: brokenProvider(provider, broken),
      photo,
      longestReferenceMs: 60_000,
      fitsIntoMemory: () => Promise.resolve(true),
    },
    threads: 1,
  });
}

async function locateWith(chooser: RungChooser) {
  const wrong = await chooser.wrongRungs(chain(), geometry, 'auto');
  return Promise.all(wrong.rungs.map((rung) => locateFault(wrong, rung)));
}

const request = { precision: 'auto', device: 'auto' } as const;

describe('locateFault', () => {
  it('names the one node that a provider gets wrong, has the CPU compute it, and proves that', async () => {
    const chooser = chooserWith('webgpu', ({ name }) => name === 'layer 5');
    const model = chain();
    expect((await chooser.choose(model, geometry, request, 'missing')).provider.name).toBe('cpu');
    const [location, ...others] = await locateWith(chooser);
    expect(others).toEqual([]);
    expect(location).toMatchObject({
      model: 'chain',
      provider: 'webgpu',
      precision: 'fp32',
      nodes: [{ name: 'layer 5', operator: 'Sigmoid', inputs: [{ name: 't5', shape: [1, 1, 48, 64] }], output: 't6' }],
      cured: { status: 'passed', options: { cpuNodes: ['layer 5'] } },
      outcome: 'with layer 5 computed on the CPU it is right',
    });
    expect(location!.nodes[0]!.error).toBeCloseTo(0.5);
    // The cure is kept, and is what the rung runs with from now on.
    const verdicts = await chooser.verdicts(model, geometry, request, 'never');
    expect(verdicts.find(({ provider }) => provider === 'webgpu')).toMatchObject({
      status: expect.stringMatching(/chosen|passed/) as string,
      options: { cpuNodes: ['layer 5'] },
    });
    expect((await chooser.wrongRungs(model, geometry, 'auto')).rungs).toEqual([]);
  });

  it('goes on where a provider gets an operator wrong wherever it stands', async () => {
    const chooser = chooserWith('webgpu', ({ opType }) => opType === 'Tanh');
    const [location] = await locateWith(chooser);
    expect(location!.nodes.map(({ name }) => name)).toEqual(['layer 0', 'layer 4', 'layer 8']);
    expect(location!.cured).toMatchObject({ status: 'passed' });
  });

  it('names the node where no cure is known', async () => {
    const [location] = await locateWith(chooserWith('cuda', ({ name }) => name === 'layer 9'));
    expect(location).toMatchObject({
      nodes: [{ name: 'layer 9', operator: 'Sigmoid' }],
      cured: null,
      outcome: 'no cure is known for a single node there',
    });
  });
});
