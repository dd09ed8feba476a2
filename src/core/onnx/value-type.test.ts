import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { value, type ValueInit } from '../../../test/fixtures/onnx-models';
import { faultAsValue } from './onnx-fault';
import { TensorProto_DataType as DataType, ValueInfoProtoSchema } from './protobuf/onnx_pb';
import { readValue } from './value-type';

const read = (init: ValueInit) => faultAsValue(() => readValue(create(ValueInfoProtoSchema, init)));

describe('readValue', () => {
  it('reads fixed, named and nameless sides', () => {
    expect(read(value('image', ['batch', 3, '', -1, 0], DataType.FLOAT16))).toEqual({
      name: 'image',
      type: {
        kind: 'tensor',
        elementType: 'float16',
        dims: [
          { kind: 'open', symbol: 'batch' },
          { kind: 'fixed', size: 3 },
          { kind: 'open', symbol: undefined },
          { kind: 'open', symbol: undefined },
          { kind: 'fixed', size: 0 },
        ],
      },
    });
  });

  it('tells a scalar from a tensor of any shape', () => {
    expect(read(value('f', []))).toMatchObject({ type: { dims: [] } });
    const shapeless: ValueInit = { name: 'f', type: { value: { case: 'tensorType', value: { elemType: 1 } } } };
    expect(read(shapeless)).toEqual({ name: 'f', type: { kind: 'tensor', elementType: 'float32', dims: undefined } });
  });

  it('names other kinds of value, and values without a type', () => {
    expect(read({ name: 's', type: { value: { case: 'sequenceType', value: {} } } })).toEqual({
      name: 's',
      type: { kind: 'other' },
    });
    expect(read({ name: 'u' })).toEqual({ name: 'u', type: { kind: 'undeclared' } });
  });

  it.each([
    ['a negative side', value('x', [1, -5]), 'Malformed'],
    ['an unknown type', value('x', [1], 99), 'Malformed'],
    ['no type of element', value('x', [1], DataType.UNDEFINED), 'Malformed'],
    ['a shape of 40 GB', value('x', [100_000, 100_000]), 'TooLarge'],
    ['a shape beyond all numbers', value('x', Array<number>(100).fill(2 ** 52)), 'TooLarge'],
  ])('refuses %s', (_, init, code) => {
    expect(read(init)).toMatchObject({ code });
  });
});
