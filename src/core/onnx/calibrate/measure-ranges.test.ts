import { readFileSync } from 'node:fs';
import { fromBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { convertToHalf, encoded, withRangeOfFloat16 } from '../../../../test/fixtures/converted-models';
import {
  encode,
  type GraphInit,
  modelFiles,
  modelInit,
  node,
  type NodeInit,
  tensor,
  value,
} from '../../../../test/fixtures/onnx-models';
import type { Calibration } from '../convert/place-islands';
import { AttributeProto_AttributeType as AttributeType, ModelProtoSchema } from '../protobuf/onnx_pb';
import { measureRanges } from './measure-ranges';

const floats = (name: string, values: readonly number[], dims: readonly number[] = [values.length]) =>
  tensor(name, { dims: dims.map(BigInt), rawData: new Uint8Array(Float32Array.from(values).buffer) });
const list = (name: string, ints: readonly number[]) => ({ name, type: AttributeType.INTS, ints: ints.map(BigInt) });
const graph = (nodes: NodeInit[], rest: GraphInit = {}): Uint8Array =>
  encode(
    modelInit(
      { input: [value('x', [1, 4])], output: [value('y', [1, 4])], node: nodes, ...rest },
      { opsetImport: [{ domain: '', version: 17n }] },
    ),
  );

async function run(bytes: Uint8Array, x: readonly number[], dims: readonly number[]) {
  const session = await InferenceSession.create(bytes);
  const results = await session.run({ x: new Tensor('float32', Float32Array.from(x), dims) });
  await session.release();
  return results;
}

const depthOf = async (bytes: Uint8Array, x: readonly number[], dims: readonly number[]) => [
  ...((await run(bytes, x, dims))['y']!.data as Float32Array),
];

async function calibrated(bytes: Uint8Array, x: readonly number[], dims: readonly number[]): Promise<Calibration> {
  const { proto, read } = measureRanges(fromBinary(ModelProtoSchema, bytes));
  const results = await run(encoded(proto), x, dims);
  return read((output) => (results[output]!.data as Float32Array)[0]);
}

describe('measureRanges', () => {
  it('tells the magnitudes of tensors, and of products the sums on the way', async () => {
    const bytes = graph(
      [
        node('Mul', ['x', 'w'], ['a']),
        node('MatMul', ['a', 'm'], ['b']),
        node('Shape', ['b'], ['shape']),
        node('Reshape', ['b', 'shape'], ['y']),
      ],
      { initializer: [floats('w', [1, -2, 3, 4]), floats('m', [1, 1, -1, -1], [4, 1])], output: [value('y', [1, 1])] },
    );
    const { magnitudes, partialSums } = await calibrated(bytes, [10, 10, 10, -10], [1, 4]);
    // 10 - 20 - 30 + 40 = 0; without signs 100.
    expect([...magnitudes]).toEqual([
      ['a', 40],
      ['b', 0],
      ['y', 0],
    ]);
    expect([...partialSums]).toEqual([['b', 100]]);
  });

  it('counts what a small pool adds up', async () => {
    const bytes = graph([node('AveragePool', ['x'], ['y'], { attribute: [list('kernel_shape', [2, 2])] })], {
      input: [value('x', [1, 1, 2, 2])],
      output: [value('y', [1, 1, 1, 1])],
    });
    const { partialSums } = await calibrated(bytes, [1, -1, 2, 4], [1, 1, 2, 2]);
    expect([...partialSums]).toEqual([['y', 8]]);
  });

  it('tells a number that is none as one beyond every range', async () => {
    const bytes = graph([node('Log', ['x'], ['a']), node('Relu', ['a'], ['y'])]);
    const { magnitudes } = await calibrated(bytes, [0, 1, 1, 1], [1, 4]);
    expect(magnitudes.get('a')).toBeGreaterThan(3e38);
    expect(JSON.parse(JSON.stringify(magnitudes.get('a')))).toBe(magnitudes.get('a'));
  });

  it('keeps the outputs of the embedded model as they are', () => {
    const model = fromBinary(ModelProtoSchema, readFileSync(modelFiles['fathom-s']));
    const { proto, outputs } = measureRanges(model);
    expect(proto.graph!.output.slice(0, model.graph!.output.length)).toEqual(model.graph!.output);
    expect(outputs.length).toBeGreaterThan(100);
    expect(new Set(outputs).size).toBe(outputs.length);
  });
});

describe('planted outliers that no operator gives away, with the range of float16', () => {
  const squares = graph(
    [
      node('Mul', ['x', 'spread'], ['a']),
      node('Mul', ['a', 'a'], ['squared']),
      node('Mul', ['squared', 'shrink'], ['small']),
      node('Identity', ['small'], ['y']),
    ],
    { initializer: [floats('spread', [600]), floats('shrink', [1 / 1024])] },
  );
  const pooling = graph(
    [
      node('Add', ['x', 'offset'], ['a']),
      node('AveragePool', ['a'], ['pooled'], { attribute: [list('kernel_shape', [8, 8])] }),
      node('Identity', ['pooled'], ['y']),
    ],
    {
      input: [value('x', [1, 1, 8, 8])],
      output: [value('y', [1, 1, 1, 1])],
      initializer: [floats('offset', [2000])],
    },
  );
  const noise = Array.from({ length: 64 }, (_, i) => Math.sin(i));

  it.each([
    ['squares of ±600', squares, [1, -1, 0.5, -0.25], [1, 4], 1, 'large-activation'],
    ['a mean of 8×8 near 2000', pooling, noise, [1, 1, 8, 8], 64, 'deep-sum'],
  ] as const)('%s overflow without calibration, and are right with it', async (_, bytes, x, dims, count, rule) => {
    const exact = await depthOf(bytes, x, dims);
    const isRight = (found: readonly number[]): boolean =>
      found.every((each, i) => Math.abs(each - exact[i]!) <= 0.01 * Math.abs(exact[i]!));
    const calibration = await calibrated(bytes, x, dims);
    const converted = (how: Parameters<typeof convertToHalf>[1]) => convertToHalf(bytes, how);
    const runs = (how: Parameters<typeof convertToHalf>[1]) =>
      depthOf(withRangeOfFloat16(converted(how), count), x, dims);
    expect(isRight(await runs({ islands: 'all' }))).toBe(false);
    expect(isRight(await runs({ islands: 'types', calibration }))).toBe(false);
    for (const islands of ['range', 'all'] as const) {
      expect(converted({ islands, calibration }).islands.map((row) => row.rule)).toContain(rule);
      expect(isRight(await runs({ islands, calibration }))).toBe(true);
    }
  });
});
