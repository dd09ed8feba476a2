import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { externalTensor, tensor, type TensorInit } from '../../../test/fixtures/onnx-models';
import { elementEncodings } from './element-type';
import { faultAsValue } from './onnx-fault';
import { TensorProto_DataLocation, TensorProto_DataType as DataType, TensorProtoSchema } from './protobuf/onnx_pb';
import type { TensorPayload } from './read-model';
import { checkTensor } from './tensor-data';

const none = new Uint8Array(0);

function check(rest: TensorInit, payload?: Omit<TensorPayload, 'offset'>) {
  const whole = create(TensorProtoSchema, tensor('w', rest));
  return faultAsValue(() => checkTensor(whole, payload && { offset: 0, ...payload }));
}

describe('checkTensor', () => {
  it.each([
    ['raw data', { dims: [2n, 3n], rawData: new Uint8Array(24) }, 'float32', 24],
    ['a scalar', { dims: [], rawData: new Uint8Array(4) }, 'float32', 4],
    ['a list of floats', { rawData: none, floatData: [1, 2] }, 'float32', 8],
    ['no elements and no data', { dims: [0n, 7n], rawData: none }, 'float32', 0],
    ['no elements beside a side beyond 2⁵³', { dims: [2n ** 62n, 0n], rawData: none }, 'float32', 0],
    ['halves in integers', { dataType: DataType.FLOAT16, rawData: none, int32Data: [1, 2] }, 'float16', 4],
    ['integers of 64 bits', { dataType: DataType.INT64, rawData: none, int64Data: [1n, -1n] }, 'int64', 16],
    ['unsigned ones of 32', { dataType: DataType.UINT32, rawData: none, uint64Data: [1n, 2n] }, 'uint32', 8],
    ['doubles', { dataType: DataType.DOUBLE, rawData: none, doubleData: [1, 2] }, 'float64', 16],
    ['complex numbers', { dataType: DataType.COMPLEX64, rawData: none, floatData: [1, 2, 3, 4] }, 'complex64', 16],
    ['five raw nibbles', { dataType: DataType.UINT4, dims: [5n], rawData: new Uint8Array(3) }, 'uint4', 3],
    ['five nibbles in a list', { dataType: DataType.INT4, dims: [5n], rawData: none, int32Data: [1, 2, 3] }, 'int4', 3],
    ['strings', { dataType: DataType.STRING, rawData: none, stringData: [none, new Uint8Array(5)] }, 'string', 5],
  ])('takes %s', (_, rest: TensorInit, elementType, byteLength) => {
    expect(check(rest)).toEqual({ elementType, byteLength, external: undefined });
  });

  it.each([
    [{ field: 'rawData', byteLength: 4000 }, {}],
    [{ field: 'floatData', byteLength: 4000 }, {}],
    [{ field: 'int64Data', byteLength: 1000 }, { dataType: DataType.INT64 }],
    [{ field: 'int64Data', byteLength: 10_000 }, { dataType: DataType.INT64 }],
    [{ field: 'doubleData', byteLength: 8000 }, { dataType: DataType.DOUBLE }],
  ] as const)('takes a thousand elements left in the file as %j', (payload, rest) => {
    expect(check({ dims: [1000n], rawData: none, ...rest }, payload)).not.toHaveProperty('kind');
  });

  it('takes data outside the file', () => {
    const outside = create(TensorProtoSchema, externalTensor('w', { location: 'weights' }));
    expect(checkTensor(outside, undefined)).toEqual({
      elementType: 'float32',
      byteLength: 8,
      external: { tensor: 'w', location: 'weights', offset: 0, byteLength: 8 },
    });
  });

  it.each([
    ['a shape of 10 GB with little data', { dims: [50_000n, 50_000n] }],
    ['no data for its shape', { rawData: none }],
    ['more data than its shape', { dims: [1n] }],
    ['a product beyond 2⁵³', { dims: [2n ** 32n, 2n ** 32n] }],
    ['a product that wraps round to its data in 64 bits', { dims: [2n ** 32n, 2n ** 31n, 2n], rawData: none }],
    ['sides whose product could not even be written down', { dims: Array<bigint>(100_000).fill(2n ** 62n) }],
    ['bytes beyond 2⁵³', { dims: [2n ** 53n - 1n] }],
    ['a negative side', { dims: [-2n] }],
    ['two negative sides', { dims: [-1n, -2n] }],
    ['a negative side beside an empty one', { dims: [0n, -1n], rawData: none }],
    ['no type', { dataType: DataType.UNDEFINED }],
    ['an unknown type', { dataType: 99 }],
    ['data of another type', { rawData: none, int64Data: [1n, 2n] }],
    ['its data in two places', { floatData: [1, 2] }],
    ['strings as raw data', { dataType: DataType.STRING }],
    ['too few strings', { dataType: DataType.STRING, rawData: none, stringData: [none] }],
    ['strings outside the file', { dataType: DataType.STRING, dataLocation: TensorProto_DataLocation.EXTERNAL }],
    ['segments', { segment: { begin: 0n, end: 1n } }],
  ] satisfies [string, TensorInit][])('refuses %s', (_, rest) => {
    expect(check(rest)).toMatchObject({ kind: 'fault', code: 'TensorInvalid' });
  });

  it.each([
    ['too little', { field: 'rawData', byteLength: 3999 }, {}],
    ['too much', { field: 'rawData', byteLength: 4001 }, {}],
    ['fewer bytes than varints', { field: 'int64Data', byteLength: 999 }, { dataType: DataType.INT64 }],
    ['more bytes than varints take', { field: 'int64Data', byteLength: 10_001 }, { dataType: DataType.INT64 }],
    ['data of another type', { field: 'floatData', byteLength: 4000 }, { dataType: DataType.INT32 }],
    ['data here as well', { field: 'rawData', byteLength: 4000 }, { rawData: new Uint8Array(4) }],
  ] as const)('refuses a thousand elements with %s left in the file', (_, payload, rest) => {
    expect(check({ dims: [1000n], rawData: none, ...rest }, payload)).toMatchObject({ code: 'TensorInvalid' });
  });

  it('says what is wrong in words', () => {
    expect(check({ dims: [50_000n, 50_000n] })).toMatchObject({
      message: 'Tensor "w" needs 10000000000 bytes by its shape, but the file holds 8.',
    });
  });
});

describe('elementEncodings', () => {
  it('knows every type of the schema but UNDEFINED', () => {
    const types = Object.values(DataType).filter((type) => typeof type === 'number' && type !== DataType.UNDEFINED);
    expect([...elementEncodings.keys()].sort()).toEqual(types.sort());
  });
});
