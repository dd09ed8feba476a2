import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encode,
  externalTensor,
  ifNode,
  modelFiles,
  type ModelInit,
  modelInit,
  type ModelName,
  node,
  tensor,
  value,
  withFile,
} from '../../../test/fixtures/onnx-models';
import { bytesInMemory } from './byte-source';
import { inspectOnnx, type OnnxSummary } from './inspect-onnx';
import { AttributeProto_AttributeType, TensorProto_DataType as DataType } from './protobuf/onnx_pb';

function summaryOf(bytes: Uint8Array): OnnxSummary {
  const summary = inspectOnnx(bytesInMemory(bytes));
  if (summary.kind === 'fault') throw new Error(summary.message);
  return summary;
}

function summaryOfFile(name: ModelName): OnnxSummary {
  const summary = withFile(modelFiles[name], inspectOnnx);
  if (summary.kind === 'fault') throw new Error(summary.message);
  return summary;
}

const inspect = (model: ModelInit) => inspectOnnx(bytesInMemory(encode(model)));

const float32 = (name: string, ...dims: (number | string)[]) => ({
  name,
  type: {
    kind: 'tensor',
    elementType: 'float32',
    dims: dims.map((size) => (typeof size === 'number' ? { kind: 'fixed', size } : { kind: 'open', symbol: size })),
  },
});

/** The tensors of a skeleton's weights file, as its own list has them. */
function listedWeights(name: ModelName) {
  const list = JSON.parse(readFileSync(modelFiles[name].replace(/onnx$/, 'json'), 'utf8')) as {
    tensors: [string, number, number][];
  };
  return list.tensors.map(([tensorName, offset, count]) => ({
    tensor: tensorName,
    location: `${name}.weights`,
    offset,
    byteLength: 4 * count,
  }));
}

describe('inspecting the embedded model', () => {
  it('tells what it takes, gives and holds', () => {
    const summary = summaryOfFile('fathom-s');
    expect(summary).toMatchObject({
      byteLength: 14_745_919,
      irVersion: 8,
      opsets: [{ domain: 'ai.onnx', version: 17 }],
      producer: { name: 'pytorch', version: '2.8.0' },
      inputs: [float32('image', 'batch', 3, 'height', 'width')],
      outputs: [
        float32('depth', 'batch', 1, 'height', 'width'),
        float32('confidence', 'batch', 'Sigmoidconfidence_dim_1', 'height', 'width'),
        float32('normal', 'batch', 'Divnormal_dim_1', 'height', 'width'),
      ],
      initialisers: { count: 218, byteLength: 14_633_672 },
      externalData: [],
      customDomains: [],
      functionCount: 0,
      hasSubgraphs: false,
      hasTrainingInfo: false,
    });
    expect(summary.parameters[0]).toEqual({ elementType: 'float16', tensors: 201, byteLength: 14_631_680 });
    expect(summary.operators).toContainEqual({ domain: 'ai.onnx', type: 'Conv', count: 87 });
    expect(summary.operators.reduce((sum, { count }) => sum + count, 0)).toBe(919);
  });
});

describe('inspecting the skeletons', () => {
  it.each([
    {
      name: 'metric3d-vit-small',
      opset: 11,
      inputs: [float32('pixel_values', 1, 3, 616, 1064)],
      outputs: [
        float32('predicted_depth', 1, 616, 1064),
        float32('predicted_normal', 1, 3, 616, 1064),
        float32('normal_confidence', 1, 616, 1064),
      ],
      hasSubgraphs: false,
    },
    {
      name: 'moge-2-vits-normal',
      opset: 14,
      inputs: [
        float32('image', 'batch_size', 3, 'height', 'width'),
        { name: 'num_tokens', type: { kind: 'tensor', elementType: 'int64', dims: [] } },
      ],
      outputs: [
        float32('points', ...[0, 1, 2, 3].map((i) => `Concatpoints_dim_${i}`)),
        float32('normal', ...[0, 1, 2, 3].map((i) => `Divnormal_dim_${i}`)),
        float32('mask', ...[0, 1, 2].map((i) => `Sigmoidmask_dim_${i}`)),
        float32('metric_scale', 'Expmetric_scale_dim_0'),
      ],
      hasSubgraphs: true,
    },
    {
      name: 'depth-anything-v2-metric-small',
      opset: 17,
      inputs: [float32('pixel_values', 'batch_size', 3, 'height', 'width')],
      outputs: [float32('predicted_depth', ...[0, 0, 2].map((i) => `Squeezepredicted_depth_dim_${i}`))],
      hasSubgraphs: false,
    },
  ] as const)('tells what $name takes and gives, and where its weights are', ({ name, opset, ...expected }) => {
    const summary = summaryOfFile(name);
    expect(summary).toMatchObject({ ...expected, opsets: [{ domain: 'ai.onnx', version: opset }] });
    const byOffset = summary.externalData.toSorted((a, b) => a.offset - b.offset);
    expect(byOffset).toEqual(listedWeights(name));
  });
});

/** One of everything that a summary tells of. */
const rich = modelInit(
  {
    input: [value('x'), value('condition', [], DataType.BOOL), value('default', [2])],
    initializer: [
      tensor('default'),
      tensor('long', { dims: [500n], rawData: new Uint8Array(2000) }),
      externalTensor('outside', { location: 'weights.bin', offset: '8' }),
    ],
    sparseInitializer: [
      { values: tensor('sparse'), indices: tensor('', { dataType: DataType.INT64, dims: [1n] }), dims: [9n] },
    ],
    node: [
      node('Constant', [], ['constant'], {
        attribute: [{ name: 'value', type: AttributeProto_AttributeType.TENSOR, t: tensor('') }],
      }),
      ifNode(
        'condition',
        'chosen',
        { node: [node('Add', ['x', 'inner'], ['out'])], initializer: [tensor('inner')], output: [value('out')] },
        { node: [node('Mul', ['x', 'constant'], ['out'])], output: [value('out')] },
      ),
      node('Twice', ['chosen'], ['twice'], { domain: 'local' }),
      node('Warp', ['twice', 'long', 'outside', 'sparse'], ['y'], { domain: 'org.example' }),
    ],
  },
  {
    producerName: 'a test',
    producerVersion: '1',
    opsetImport: [
      { domain: 'ai.onnx', version: 17n },
      { domain: 'local', version: 1n },
      { domain: 'org.example', version: 3n },
    ],
    trainingInfo: [{}],
    functions: [
      { name: 'Twice', domain: 'local', input: ['a'], output: ['b'], node: [node('Add', ['a', 'a'], ['b'])] },
    ],
  },
);

describe('inspectOnnx', () => {
  it('tells of everything a file may hold', () => {
    expect(inspect(rich)).toEqual({
      kind: 'summary',
      byteLength: encode(rich).byteLength,
      irVersion: 8,
      opsets: [
        { domain: 'ai.onnx', version: 17 },
        { domain: 'local', version: 1 },
        { domain: 'org.example', version: 3 },
      ],
      producer: { name: 'a test', version: '1' },
      inputs: [float32('x', 1, 2), { name: 'condition', type: { kind: 'tensor', elementType: 'bool', dims: [] } }],
      outputs: [float32('y', 1, 2)],
      initialisers: { count: 6, byteLength: 2040 },
      parameters: [
        { elementType: 'float32', tensors: 6, byteLength: 2040 },
        { elementType: 'int64', tensors: 1, byteLength: 8 },
      ],
      externalData: [{ tensor: 'outside', location: 'weights.bin', offset: 8, byteLength: 8 }],
      operators: [
        { domain: 'ai.onnx', type: 'Add', count: 2 },
        { domain: 'ai.onnx', type: 'Constant', count: 1 },
        { domain: 'ai.onnx', type: 'If', count: 1 },
        { domain: 'ai.onnx', type: 'Mul', count: 1 },
        { domain: 'local', type: 'Twice', count: 1 },
        { domain: 'org.example', type: 'Warp', count: 1 },
      ],
      customDomains: ['org.example'],
      functionCount: 1,
      hasSubgraphs: true,
      hasTrainingInfo: true,
    });
  });

  it.each([
    ['a file without a graph', { irVersion: 8n }, 'NoGraph'],
    ['a graph without outputs', modelInit({ output: [] }), 'NoOutputs'],
    ['a file format of the future', modelInit({}, { irVersion: 14n }), 'VersionUnsupported'],
    ['operators of the past', modelInit({}, { opsetImport: [{ domain: '', version: 6n }] }), 'VersionUnsupported'],
    [
      'a function with operators of the future, though nothing calls it',
      modelInit({}, { functions: [{ name: 'F', domain: 'f', opsetImport: [{ domain: '', version: 27n }] }] }),
      'VersionUnsupported',
    ],
    ['a ring of nodes', modelInit({ node: [node('Add', ['x', 'y'], ['y'])] }), 'Cyclic'],
    ['a function in a ring', modelInit({}, { functions: [{ name: 'F', node: [node('F', [], [])] }] }), 'Cyclic'],
    [
      'a shape of 10 GB with little data',
      modelInit({ initializer: [tensor('w', { dims: [50_000n, 50_000n] })] }),
      'TensorInvalid',
    ],
    ['an input without a type', modelInit({ input: [{ name: 'x' }] }), 'Malformed'],
    ['an input of 40 GB', modelInit({ input: [value('x', [100_000, 100_000])] }), 'TooLarge'],
  ])('refuses %s', (_, model, code) => {
    expect(inspect(model)).toMatchObject({ kind: 'fault', code });
  });

  const outside = externalTensor('', { location: '../secret' });
  const constant = node('Constant', [], ['c'], { attribute: [{ name: 'value', t: outside }] });
  it.each([
    ['an initialiser', modelInit({ initializer: [{ ...outside, name: 'w' }] })],
    ['a sparse initialiser', modelInit({ sparseInitializer: [{ values: tensor('s'), indices: outside }] })],
    ['an attribute', modelInit({ node: [node('Identity', ['x'], ['y']), constant] })],
    [
      'a list of tensors in an attribute',
      modelInit({ node: [node('Identity', ['x'], ['y'], { attribute: [{ name: 'l', tensors: [outside] }] })] }),
    ],
    [
      'a branch',
      modelInit({
        node: [
          node('Identity', ['x'], ['y'], {
            attribute: [{ name: 'g', g: { initializer: [{ ...outside, name: 'w' }] } }],
          }),
        ],
      }),
    ],
    ['a function', modelInit({}, { functions: [{ name: 'F', node: [constant] }] })],
    [
      'a default of a function',
      modelInit({}, { functions: [{ name: 'F', attributeProto: [{ name: 'd', t: outside }] }] }),
    ],
  ])('refuses data outside the folder in %s', (_, model) => {
    expect(inspect(model)).toMatchObject({ kind: 'fault', code: 'ExternalDataUnsafe' });
  });

  it('refuses a file beside which another has been appended', () => {
    const bytes = encode(modelInit());
    expect(inspectOnnx(bytesInMemory(Buffer.concat([bytes, bytes])))).toMatchObject({ code: 'Malformed' });
  });

  it('reads what it wrote', () => {
    expect(summaryOf(encode(modelInit())).operators).toEqual([{ domain: 'ai.onnx', type: 'Identity', count: 1 }]);
  });
});

const small = encode(rich);
const depthAnything = readFileSync(path.resolve(modelFiles['depth-anything-v2-metric-small']));

/** The answer to damaged bytes is a summary, if the damage does not matter, or a fault with words; never an exception. */
function expectAnAnswer(bytes: Uint8Array): void {
  const answer = inspectOnnx(bytesInMemory(bytes));
  if (answer.kind === 'fault') expect(answer.message).toMatch(/\.$/);
  else expect(answer.outputs.length).toBeGreaterThan(0);
}

describe.each([
  { name: 'a small model with one of everything', file: small, numRuns: 300 },
  { name: 'a skeleton', file: depthAnything, numRuns: 8 },
])('a damaged file of $name', ({ file, numRuns }) => {
  const offset = fc.nat(file.byteLength - 1);

  it('gets an answer when it is cut off anywhere', () => {
    fc.assert(
      fc.property(offset, (length) => expectAnAnswer(file.subarray(0, length))),
      { numRuns },
    );
  });

  it('gets an answer when bytes are changed', () => {
    const changes = fc.array(fc.tuple(offset, fc.nat(255)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(changes, (changed) => {
        const bytes = Uint8Array.from(file);
        for (const [at, byte] of changed) bytes[at] = byte;
        expectAnAnswer(bytes);
      }),
      { numRuns },
    );
  });

  it('gets an answer when bytes are put in or taken out', () => {
    const splice = fc.tuple(offset, fc.nat(20), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(splice, ([at, removed, inserted]) => {
        expectAnAnswer(Buffer.concat([file.subarray(0, at), inserted, file.subarray(at + removed)]));
      }),
      { numRuns },
    );
  });
});

describe('bytes at random', () => {
  it('get an answer, which is never a summary', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(inspectOnnx(bytesInMemory(bytes))).toMatchObject({ kind: 'fault' });
      }),
      { numRuns: 300 },
    );
  });
});
