import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  type ConvertedModel,
  type Converting,
  convertToFloat32,
  convertToHalf,
  encoded,
  WEIGHTS,
  withRangeOfFloat16,
} from '../../../../test/fixtures/converted-models';
import {
  encode,
  type GraphInit,
  ifNode,
  modelFiles,
  modelInit,
  node,
  type NodeInit,
  tensor,
  value,
} from '../../../../test/fixtures/onnx-models';
import { ISLANDS } from '../../precision/islands';
import { bytesInMemory } from '../byte-source';
import { inspectOnnx } from '../inspect-onnx';
import { AttributeProto_AttributeType as AttributeType, TensorProto_DataType as DataType } from '../protobuf/onnx_pb';
import { elementTypesOf } from './element-types';

const floats = (name: string, values: readonly number[], dims: readonly number[] = [values.length]) =>
  tensor(name, { dims: dims.map(BigInt), rawData: new Uint8Array(Float32Array.from(values).buffer) });
const text = (name: string, s: string) => ({ name, type: AttributeType.STRING, s: Buffer.from(s) });
const whole = (name: string, i: number) => ({ name, type: AttributeType.INT, i: BigInt(i) });
const list = (name: string, ints: readonly number[]) => ({ name, type: AttributeType.INTS, ints: ints.map(BigInt) });

/** A graph from `x` to `y`, both [1, 4] unless told otherwise. */
const model = (nodes: NodeInit[], rest: GraphInit = {}, opset = 17): Uint8Array =>
  encode(
    modelInit(
      { input: [value('x', [1, 4])], output: [value('y', [1, 4])], node: nodes, ...rest },
      { opsetImport: [{ domain: '', version: BigInt(opset) }] },
    ),
  );

async function run(
  bytes: Uint8Array,
  x: readonly number[],
  dims: readonly number[] = [1, x.length],
): Promise<number[]> {
  const session = await InferenceSession.create(bytes);
  const { y } = await session.run({ x: new Tensor('float32', Float32Array.from(x), dims) });
  await session.release();
  return [...(y!.data as Float32Array)];
}

const operators = ({ proto }: Pick<ConvertedModel, 'proto'>) => proto.graph!.node.map(({ opType }) => opType);
const casts = ({ proto }: ConvertedModel) =>
  proto.graph!.node.filter(({ opType }) => opType === 'Cast').map(({ input, output }) => [input[0], output[0]]);
const rules = ({ islands }: ConvertedModel) => islands.map(({ rule, nodes }) => [rule, nodes]);
const typeOf = ({ proto }: ConvertedModel, name: string) => elementTypesOf(proto.graph!).get(name);

describe('convertFloat32Graph', () => {
  it('computes in float16, and takes and gives float32', async () => {
    const bytes = model([node('Mul', ['x', 'w'], ['a']), node('Relu', ['a'], ['y'])], {
      initializer: [floats('w', [1, 2, 3, 0.1])],
    });
    const converted = convertToHalf(bytes);
    expect(operators(converted)).toEqual(['Cast', 'Mul', 'Relu', 'Cast']);
    expect(casts(converted)).toEqual([
      ['x', 'x__float16'],
      ['y__float16', 'y'],
    ]);
    expect(converted.proto.graph!.initializer[0]!.rawData).toEqual(
      new Uint8Array(Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x2e66).buffer),
    );
    const y = await run(encoded(converted.proto), [1, -1, 2, 10]);
    expect(y).toEqual([1, 0, 6, expect.closeTo(1, 3) as number]);
  });

  it('makes one cast of a tensor, however many islands take it', async () => {
    const bytes = model([
      node('Relu', ['x'], ['a']),
      node('Exp', ['a'], ['b']),
      node('Softmax', ['a'], ['c']),
      node('Add', ['b', 'c'], ['d']),
      node('Add', ['d', 'b'], ['e']),
      node('Mul', ['e', 'a'], ['y']),
    ]);
    const converted = convertToHalf(bytes);
    expect(casts(converted)).toEqual([
      ['x', 'x__float16'],
      ['a', 'a__float32'],
      ['b', 'b__float16'],
      ['c', 'c__float16'],
      ['y__float16', 'y'],
    ]);
    const x = [0.5, -1, 0.25, 1];
    const exact = await run(bytes, x);
    (await run(encoded(converted.proto), x)).forEach((each, i) => expect(each).toBeCloseTo(exact[i]!, 2));
  });

  it('stores a constant once that both sides need', () => {
    const bytes = model(
      [
        node('Add', ['x', 'w'], ['a']),
        node('Pow', ['a', 'w'], ['b']),
        node('Relu', ['b'], ['c']),
        node('Mul', ['c', 'a'], ['y']),
      ],
      { initializer: [floats('w', [2])] },
    );
    const converted = convertToHalf(bytes);
    expect(converted.proto.graph!.initializer.map(({ name, dataType }) => [name, dataType])).toEqual([
      ['w', DataType.FLOAT],
    ]);
    expect(casts(converted)).toContainEqual(['w', 'w__float16']);
  });

  it('never gives a cast a name that is taken', () => {
    const bytes = model([node('Relu', ['x'], ['x__float16']), node('Neg', ['x__float16'], ['y'])]);
    const converted = convertToHalf(bytes);
    expect(casts(converted)[0]).toEqual(['x', 'x__float16_2']);
    expect(inspectOnnx(bytesInMemory(encoded(converted.proto))).kind).toBe('summary');
  });

  it('keeps branches and what they take from outside in float32', async () => {
    const branch = (operator: string): GraphInit => ({
      name: operator,
      output: [value('z', [1, 4])],
      node: [node(operator, ['a'], ['z'])],
    });
    const bytes = model(
      [
        node('Mul', ['x', 'x'], ['a']),
        node('ReduceMax', ['a'], ['m'], { attribute: [whole('keepdims', 0)] }),
        node('Greater', ['m', 'limit'], ['isLarge']),
        ifNode('isLarge', 'b', branch('Neg'), branch('Identity')),
        node('Relu', ['b'], ['y']),
      ],
      { initializer: [floats('limit', [5], [])] },
    );
    const converted = convertToHalf(bytes, { islands: 'types' });
    expect(rules(converted)).toContainEqual(['control-flow', 1]);
    const given = encoded(converted.proto);
    expect(await run(given, [1, 2, 0, 0])).toEqual([1, 4, 0, 0]);
    expect((await run(given, [1, 3, 0, 0])).map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it('keeps a call of the file’s own functions in float32', () => {
    const bytes = encode(
      modelInit(
        { node: [node('MatMul', ['x', 'x'], ['a']), node('Twice', ['a'], ['y'], { domain: 'own' })] },
        {
          opsetImport: [
            { domain: '', version: 17n },
            { domain: 'own', version: 1n },
          ],
          functions: [
            {
              name: 'Twice',
              domain: 'own',
              input: ['a'],
              output: ['b'],
              node: [node('Add', ['a', 'a'], ['b'])],
              opsetImport: [{ domain: '', version: 17n }],
            },
          ],
        },
      ),
    );
    const converted = convertToHalf(bytes);
    expect(rules(converted)).toEqual([['foreign-operator', 1]]);
    expect(casts(converted)).toContainEqual(['a', 'a__float32']);
  });

  it('counts sizes and positions in float32', async () => {
    const bytes = model([
      node('Constant', [], ['start'], { attribute: [whole('value_int', 0)] }),
      node('Constant', [], ['end'], { attribute: [whole('value_int', 4)] }),
      node('Constant', [], ['step'], { attribute: [whole('value_int', 1)] }),
      node('Range', ['start', 'end', 'step'], ['counted']),
      node('Cast', ['counted'], ['at'], { attribute: [whole('to', DataType.FLOAT)] }),
      node('Constant', [], ['base'], { attribute: [{ name: 'value_float', type: AttributeType.FLOAT, f: 4095 }] }),
      node('Add', ['at', 'base'], ['far']),
      node('Sub', ['far', 'base'], ['near']),
      node('Mul', ['x', 'near'], ['a']),
      node('Relu', ['a'], ['y']),
    ]);
    const converted = convertToHalf(bytes, { islands: 'types' });
    expect(rules(converted)).toEqual([['from-integers', 3]]);
    expect(await run(encoded(converted.proto), [1, 1, 1, 1])).toEqual([0, 1, 2, 3]);
  });

  it('leaves the scales of a Resize in float32, whose schema has no other', async () => {
    const bytes = model(
      [
        node('Relu', ['x'], ['a']),
        node('Resize', ['a', '', 'scales'], ['y'], {
          attribute: [text('mode', 'linear'), text('coordinate_transformation_mode', 'asymmetric')],
        }),
      ],
      { input: [value('x', [1, 1, 2, 2])], output: [value('y')], initializer: [floats('scales', [1, 1, 2, 2])] },
    );
    const converted = convertToHalf(bytes, { islands: 'types' });
    expect(typeOf(converted, 'a')).toBe(DataType.FLOAT16);
    expect(await run(encoded(converted.proto), [1, 3, 1, 3], [1, 1, 2, 2])).toEqual(
      await run(bytes, [1, 3, 1, 3], [1, 1, 2, 2]),
    );
  });

  it('gives bfloat16 to what ONNX and CUDA have in it, by the version of the operators', () => {
    const conv = (opset: number) =>
      convertToHalf(
        model(
          [node('Shape', ['x'], ['shape']), node('MatMul', ['x', 'x'], ['a']), node('Conv', ['a', 'w'], ['y'])],
          {
            input: [value('x', [1, 1, 2, 2])],
            initializer: [floats('w', [1], [1, 1, 1, 1])],
          },
          opset,
        ),
        { dtype: 'bfloat16' },
      );
    expect(rules(conv(21))).toEqual([['no-such-kernel', 1]]);
    expect(rules(conv(22))).toEqual([]);
    expect(conv(12).halfNodes).toBe(0);
  });

  it('says what it keeps, by weight and by what calibration saw', () => {
    const bytes = model(
      [
        node('Mul', ['x', 'huge'], ['a']),
        node('Add', ['a', 'tiny'], ['b']),
        node('Relu', ['b'], ['c']),
        node('MatMul', ['c', 'w'], ['d']),
        node('Neg', ['d'], ['e']),
        node('Neg', ['e'], ['y']),
      ],
      {
        initializer: [floats('huge', [70000]), floats('tiny', [1e-6]), floats('w', Array<number>(16).fill(1), [4, 4])],
      },
    );
    const calibration = { magnitudes: new Map([['c', 5000]]), partialSums: new Map([['d', 40000]]) };
    expect(rules(convertToHalf(bytes, { islands: 'range', calibration }))).toEqual([
      ['large-weight', 1],
      ['small-weight', 1],
      ['large-activation', 2],
    ]);
    const sums = { magnitudes: new Map<string, number>(), partialSums: calibration.partialSums };
    expect(rules(convertToHalf(bytes, { islands: 'range', calibration: sums }))).toContainEqual(['deep-sum', 1]);
    expect(rules(convertToHalf(bytes, { islands: 'types' }))).toEqual([]);
  });

  it('refuses a graph that runs in a circle', () => {
    expect(() => convertToHalf(model([node('Add', ['x', 'b'], ['a']), node('Relu', ['a'], ['b'])]))).toThrow('circle');
  });

  it('converts whatever graph: it loads, gives the same numbers, and no cast stands twice', async () => {
    const unary = ['Relu', 'Neg', 'Tanh', 'Exp', 'Softmax', 'Sigmoid', 'Identity', 'Abs'];
    const steps = fc.array(
      fc.record({
        operator: fc.constantFrom(...unary, 'Add', 'Mul', 'MatMul', 'ReduceMean', 'Concat'),
        a: fc.nat(),
        b: fc.nat(),
        usesWeight: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const how = fc.record({ islands: fc.constantFrom(...ISLANDS) });
    await fc.assert(
      fc.asyncProperty(steps, how, async (drawn, converting) => {
        const bytes = randomGraph(drawn);
        const converted = convertToHalf(bytes, converting);
        const given = encoded(converted.proto);
        expect(inspectOnnx(bytesInMemory(given)).kind).toBe('summary');
        const made = casts(converted).map(([from]) => from);
        expect(new Set(made).size).toBe(made.length);
        const castNames = new Set(casts(converted).map(([, to]) => to));
        expect(made.filter((from) => castNames.has(from))).toEqual([]);
        const x = [0.5, -0.25, 1, -1];
        const [exact, half] = [await run(bytes, x), await run(given, x)];
        const scale = Math.max(1, ...exact.map(Math.abs));
        half.forEach((each, i) => expect(Math.abs(each - exact[i]!)).toBeLessThan(0.02 * scale));
      }),
      { numRuns: 60 },
    );
  });
});

interface Step {
  readonly operator: string;
  readonly a: number;
  readonly b: number;
  readonly usesWeight: boolean;
}

/** Each step takes tensors of [1, 4] that there are, and makes one more; Tanh keeps their numbers small. */
function randomGraph(steps: readonly Step[]): Uint8Array {
  const made = ['x'];
  const nodes = steps.flatMap(({ operator, a, b, usesWeight }, at) => {
    const [first, second] = [made[a % made.length]!, usesWeight ? 'w' : made[b % made.length]!];
    const [raw, bounded] = [`raw${String(at)}`, `t${String(at)}`];
    const step = {
      Add: [node('Add', [first, second], [raw])],
      Mul: [node('Mul', [first, second], [raw])],
      MatMul: [node('MatMul', [first, 'm'], [raw])],
      ReduceMean: [
        node('ReduceMean', [first], [`${raw}m`], { attribute: [list('axes', [1])] }),
        node('Sub', [first, `${raw}m`], [raw]),
      ],
      Concat: [
        node('Concat', [first, second], [`${raw}c`], { attribute: [whole('axis', 0)] }),
        node('Gather', [`${raw}c`, 'one'], [raw], { attribute: [whole('axis', 0)] }),
      ],
    }[operator] ?? [node(operator, [first], [raw])];
    made.push(bounded);
    return [...step, node('Tanh', [raw], [bounded])];
  });
  return model([...nodes, node('Identity', [made.at(-1)!], ['y'])], {
    initializer: [
      floats('w', [0.5, -0.5, 0.25, 1], [1, 4]),
      floats(
        'm',
        Array.from({ length: 16 }, (_, i) => Math.sin(i)),
        [4, 4],
      ),
      tensor('one', { dataType: DataType.INT64, dims: [1n], rawData: new Uint8Array(BigInt64Array.of(1n).buffer) }),
    ],
  });
}

describe('planted outliers, with the range of float16', () => {
  const decomposedNorm = model(
    [
      node('Mul', ['x', 'spread'], ['a']),
      node('ReduceMean', ['a'], ['mean'], { attribute: [list('axes', [1])] }),
      node('Sub', ['a', 'mean'], ['centred']),
      node('Pow', ['centred', 'two'], ['squared']),
      node('ReduceMean', ['squared'], ['variance'], { attribute: [list('axes', [1])] }),
      node('Add', ['variance', 'epsilon'], ['above']),
      node('Sqrt', ['above'], ['deviation']),
      node('Div', ['centred', 'deviation'], ['normed']),
      node('Identity', ['normed'], ['y']),
    ],
    { initializer: [floats('spread', [600]), floats('two', [2]), floats('epsilon', [1e-6])] },
  );
  const pooling = model(
    [
      node('Add', ['x', 'hundred'], ['a']),
      node('AveragePool', ['a'], ['pooled'], { attribute: [list('kernel_shape', [64, 64])] }),
      node('Identity', ['pooled'], ['y']),
    ],
    {
      input: [value('x', [1, 1, 64, 64])],
      output: [value('y', [1, 1, 1, 1])],
      initializer: [floats('hundred', [100])],
    },
  );
  const noise = Array.from({ length: 4096 }, (_, i) => Math.sin(i));

  it.each([
    ['a LayerNorm taken apart, of ±600', decomposedNorm, [1, -1, 0.5, -0.25], [1, 4], 4, 'decomposed-norm'],
    ['a mean of 64×64 near 100', pooling, noise, [1, 1, 64, 64], 4096, 'pooling'],
  ] as const)('%s overflows without islands, and is right with them', async (_, bytes, x, dims, count, rule) => {
    const exact = await run(bytes, x, dims);
    const converted = (islands: Converting['islands']) => convertToHalf(bytes, { islands: islands! });
    const off = await run(withRangeOfFloat16(converted('types'), count), x, dims);
    expect(off.every(Number.isFinite) && Math.abs(off[0]! - exact[0]!) < 0.01 * Math.abs(exact[0]!)).toBe(false);
    for (const islands of ['range', 'all'] as const) {
      expect(rules(converted(islands)).map(([name]) => name)).toContain(rule);
      const on = await run(withRangeOfFloat16(converted(islands), count), x, dims);
      on.forEach((each, i) => expect(Math.abs(each - exact[i]!)).toBeLessThan(0.01 * Math.abs(exact[i]!)));
    }
  });

  it('keeps a node in float32 that is named, with the LayerNorm it belongs to', async () => {
    const converted = convertToHalf(decomposedNorm, { islands: 'types', float32Nodes: ['Sqrt:deviation'] });
    expect(rules(converted)).toContainEqual(['found-wrong', 7]);
    const x = [1, -1, 0.5, -0.25];
    const exact = await run(decomposedNorm, x);
    const found = await run(withRangeOfFloat16(converted, 4), x);
    found.forEach((each, i) => expect(Math.abs(each - exact[i]!)).toBeLessThan(0.01 * Math.abs(exact[i]!)));
  });

  it('gives WebGPU no cubic Resize in float16', () => {
    const bytes = model(
      [
        node('Relu', ['x'], ['a']),
        node('Resize', ['a', '', 'scales'], ['b'], { attribute: [text('mode', 'cubic')] }),
        node('Relu', ['b'], ['y']),
      ],
      { input: [value('x', [1, 1, 2, 2])], output: [value('y')], initializer: [floats('scales', [1, 1, 2, 2])] },
    );
    const resized = (islands: Converting['islands']) => typeOf(convertToHalf(bytes, { islands: islands! }), 'b');
    expect(resized('types')).toBe(DataType.FLOAT16);
    expect(resized('range')).toBe(DataType.FLOAT);
  });
});

describe('convertFloat16Graph', () => {
  const float32 = model([node('Mul', ['x', 'w'], ['a']), node('Exp', ['a'], ['b']), node('Mul', ['b', 'w'], ['y'])], {
    initializer: [floats('w', [1, 0.5, -2, 0.125])],
  });

  it('gives float16 files float32 inputs, outputs and weights, exactly, and no cast', async () => {
    const half = convertToHalf(float32);
    const back = convertToFloat32(encoded(half.proto));
    expect(operators(back)).toEqual(['Mul', 'Exp', 'Mul']);
    expect(back.proto.graph!.initializer.map(({ dataType }) => dataType)).toEqual([DataType.FLOAT]);
    const x = [1, 2, 3, 4];
    expect(await run(encoded(back.proto), x)).toEqual(await run(float32, x));
  });

  it('takes what a file has in float16 to be fed and given', () => {
    const bytes = model(
      [node('Cast', ['x'], ['a'], { attribute: [whole('to', DataType.FLOAT16)] }), node('Relu', ['a'], ['y'])],
      {
        input: [value('x', [1, 4], DataType.FLOAT16)],
        output: [value('y', [1, 4], DataType.FLOAT16)],
      },
    );
    for (const converted of [convertToFloat32(bytes), convertToHalf(bytes)]) {
      const summary = inspectOnnx(bytesInMemory(encoded(converted.proto)));
      expect(summary).toMatchObject({
        inputs: [{ type: { elementType: 'float32' } }],
        outputs: [{ type: { elementType: 'float32' } }],
      });
    }
    expect(operators(convertToFloat32(bytes))).toEqual(['Relu']);
  });

  it('comes back to the same weights by way of float32, bit by bit', () => {
    const bytes = readFileSync(modelFiles['fathom-s']);
    const weightsOf = ({ proto, weights }: ConvertedModel) =>
      new Map(
        proto.graph!.initializer.map(({ name, dataType, rawData, externalData }) => {
          const entries = new Map(externalData.map(({ key, value: entry }) => [key, entry]));
          const [offset, length] = [Number(entries.get('offset')), Number(entries.get('length'))];
          const data = entries.size === 0 ? rawData : weights.subarray(offset, offset + length);
          return [name, `${String(dataType)} ${Buffer.from(data).toString('base64')}`];
        }),
      );
    const once = convertToHalf(bytes, { islands: 'types' });
    const wide = convertToFloat32(encoded(once.proto), () => bytesInMemory(once.weights));
    const twice = convertToHalf(encoded(wide.proto), { islands: 'types' }, (location) => {
      expect(location).toBe(WEIGHTS);
      return bytesInMemory(wide.weights);
    });
    expect(weightsOf(twice)).toEqual(weightsOf(once));
    const original = convertToHalf(bytes, { islands: 'types' }).proto.graph!.initializer.length;
    expect(original).toBeGreaterThan(200);
  });
});
