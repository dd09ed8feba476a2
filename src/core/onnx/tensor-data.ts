import { type ElementEncoding, elementEncodings, type ElementType } from './element-type';
import { externalReference, type ExternalReference } from './external-data';
import { quoted, refuse } from './onnx-fault';
import { type TensorProto, TensorProto_DataLocation as DataLocation } from './protobuf/onnx_pb';
import type { TensorPayload } from './read-model';

/** A tensor whose type, shape and data agree. */
export interface CheckedTensor {
  readonly elementType: ElementType;
  /** Of the elements as raw data, whatever their encoding in the file; of strings, what they take. */
  readonly byteLength: number;
  /** Where the data are when they are not in the model's file. */
  readonly external: ExternalReference | undefined;
}

/**
 * Holds a tensor's data against its type and shape. The data themselves are not needed.
 *
 * @param payload Where the data are, if they were left in the file.
 * Refuses unknown types, negative dimensions, and data that are fewer, more or elsewhere than the shape asks for.
 */
export function checkTensor(tensor: TensorProto, payload: TensorPayload | undefined): CheckedTensor {
  const encoding = elementEncodings.get(tensor.dataType);
  if (encoding === undefined) fault(tensor, `has elements of an unknown type, ${tensor.dataType}`);
  if (tensor.segment !== undefined) fault(tensor, 'is stored in segments, which ONNX Runtime does not read');
  const elements = elementCount(tensor);
  const byteLength = encoding.type === 'string' ? stringBytes(tensor) : Math.ceil((elements * encoding.bits) / 8);
  if (!Number.isSafeInteger(byteLength)) fault(tensor, `claims ${elements} elements`);
  if (tensor.dataLocation === DataLocation.EXTERNAL) {
    if (encoding.type === 'string') fault(tensor, 'keeps strings outside the file, which ONNX does not allow');
    return { elementType: encoding.type, byteLength, external: externalReference(tensor, byteLength) };
  }
  checkStored(tensor, storedData(tensor, payload), encoding, elements);
  return { elementType: encoding.type, byteLength, external: undefined };
}

function fault({ name }: TensorProto, problem: string): never {
  refuse('TensorInvalid', name === '' ? `A tensor without a name ${problem}.` : `Tensor ${quoted(name)} ${problem}.`);
}

const MAX_ELEMENTS = BigInt(Number.MAX_SAFE_INTEGER);

function elementCount(tensor: TensorProto): number {
  if (tensor.dims.some((size) => size < 0n)) fault(tensor, 'has a negative dimension');
  if (tensor.dims.includes(0n)) return 0;
  let product = 1n;
  for (const size of tensor.dims) {
    product *= size;
    if (product > MAX_ELEMENTS) fault(tensor, 'claims more elements than can be counted');
  }
  return Number(product);
}

function stringBytes({ stringData }: TensorProto): number {
  return stringData.reduce((sum, text) => sum + text.byteLength, 0);
}

/** The one field that holds a tensor's data, with how much it holds. */
interface StoredData {
  readonly field: ElementEncoding['list'] | 'rawData';
  /** Entries of the list, bytes of raw data: at least and at most, since a list left in the file was not counted. */
  readonly fewest: number;
  readonly most: number;
}

function storedData(tensor: TensorProto, payload: TensorPayload | undefined): StoredData | undefined {
  const inline = (['rawData', 'floatData', 'int32Data', 'int64Data', 'doubleData', 'uint64Data', 'stringData'] as const)
    .filter((field) => tensor[field].length > 0)
    .map((field) => ({ field, fewest: tensor[field].length, most: tensor[field].length }));
  const [first, second] = payload === undefined ? inline : [...inline, payloadExtent(payload)];
  if (second !== undefined) fault(tensor, 'has its data in two places');
  return first;
}

function payloadExtent({ field, byteLength }: TensorPayload): StoredData {
  switch (field) {
    case 'rawData':
      return { field, fewest: byteLength, most: byteLength };
    case 'floatData':
      return { field, fewest: byteLength / 4, most: byteLength / 4 };
    case 'doubleData':
      return { field, fewest: byteLength / 8, most: byteLength / 8 };
    case 'int32Data':
    case 'int64Data':
    case 'uint64Data':
      // A varint takes one byte to ten.
      return { field, fewest: byteLength / 10, most: byteLength };
  }
}

function checkStored(
  tensor: TensorProto,
  stored: StoredData | undefined,
  { type, bits, list, entriesPerElement }: ElementEncoding,
  elements: number,
): void {
  const { field, fewest, most } = stored ?? { field: list, fewest: 0, most: 0 };
  const isRaw = field === 'rawData' && type !== 'string';
  if (!isRaw && field !== list) fault(tensor, `of ${type} has its data where those of another type belong`);
  const needed = Math.ceil(isRaw ? (elements * bits) / 8 : elements * entriesPerElement);
  if (needed >= fewest && needed <= most) return;
  const unit = isRaw ? 'bytes' : 'values';
  fault(tensor, `needs ${needed} ${unit} by its shape, but the file holds ${describeExtent(fewest, most)}`);
}

function describeExtent(fewest: number, most: number): string {
  return fewest === most ? `${most}` : `${Math.ceil(fewest)} to ${most}`;
}
