import { TensorProto_DataType as DataType } from './protobuf/onnx_pb';
import type { TensorDataField } from './read-model';

/** Types of a tensor's elements, named as ONNX Runtime's JavaScript names them, the float8 and smaller ones as ONNX. */
export type ElementType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'float8e4m3fn'
  | 'float8e4m3fnuz'
  | 'float8e5m2'
  | 'float8e5m2fnuz'
  | 'float8e8m0'
  | 'float4e2m1'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'int2'
  | 'int4'
  | 'uint2'
  | 'uint4'
  | 'bool'
  | 'string'
  | 'complex64'
  | 'complex128';

/** How elements of a type are stored (onnx.proto, TensorProto). */
export interface ElementEncoding {
  readonly type: ElementType;
  /** Of one element in raw or external data. */
  readonly bits: number;
  /** The list that holds the elements where the data are not raw; strings are never raw. */
  readonly list: Exclude<TensorDataField, 'rawData'> | 'stringData';
  /** Entries of that list for one element: complex numbers take two, and several of the smallest share one. */
  readonly entriesPerElement: number;
}

const encoding = (
  type: ElementType,
  bits: number,
  list: ElementEncoding['list'],
  entriesPerElement = 1,
): ElementEncoding => ({ type, bits, list, entriesPerElement });

/** By `data_type` of a tensor and `elem_type` of a value; UNDEFINED is none. */
export const elementEncodings: ReadonlyMap<number, ElementEncoding> = new Map([
  [DataType.FLOAT, encoding('float32', 32, 'floatData')],
  [DataType.DOUBLE, encoding('float64', 64, 'doubleData')],
  [DataType.FLOAT16, encoding('float16', 16, 'int32Data')],
  [DataType.BFLOAT16, encoding('bfloat16', 16, 'int32Data')],
  [DataType.FLOAT8E4M3FN, encoding('float8e4m3fn', 8, 'int32Data')],
  [DataType.FLOAT8E4M3FNUZ, encoding('float8e4m3fnuz', 8, 'int32Data')],
  [DataType.FLOAT8E5M2, encoding('float8e5m2', 8, 'int32Data')],
  [DataType.FLOAT8E5M2FNUZ, encoding('float8e5m2fnuz', 8, 'int32Data')],
  [DataType.FLOAT8E8M0, encoding('float8e8m0', 8, 'int32Data')],
  [DataType.FLOAT4E2M1, encoding('float4e2m1', 4, 'int32Data', 1 / 2)],
  [DataType.INT8, encoding('int8', 8, 'int32Data')],
  [DataType.INT16, encoding('int16', 16, 'int32Data')],
  [DataType.INT32, encoding('int32', 32, 'int32Data')],
  [DataType.INT64, encoding('int64', 64, 'int64Data')],
  [DataType.UINT8, encoding('uint8', 8, 'int32Data')],
  [DataType.UINT16, encoding('uint16', 16, 'int32Data')],
  [DataType.UINT32, encoding('uint32', 32, 'uint64Data')],
  [DataType.UINT64, encoding('uint64', 64, 'uint64Data')],
  [DataType.INT2, encoding('int2', 2, 'int32Data', 1 / 4)],
  [DataType.INT4, encoding('int4', 4, 'int32Data', 1 / 2)],
  [DataType.UINT2, encoding('uint2', 2, 'int32Data', 1 / 4)],
  [DataType.UINT4, encoding('uint4', 4, 'int32Data', 1 / 2)],
  [DataType.BOOL, encoding('bool', 8, 'int32Data')],
  [DataType.STRING, encoding('string', 0, 'stringData')],
  [DataType.COMPLEX64, encoding('complex64', 64, 'floatData', 2)],
  [DataType.COMPLEX128, encoding('complex128', 128, 'doubleData', 2)],
]);
