import { quoted, refuse } from '../onnx-fault';
import { type TensorProto, TensorProto_DataType as DataType } from '../protobuf/onnx_pb';
import { bfloat16Bits, float16Bits, float32BitsOfFloat16, type HalfType } from './half-float';

/** `data_type` of the floats that a conversion reads and writes. */
export type FloatType = DataType.FLOAT | DataType.FLOAT16 | DataType.BFLOAT16;

export const HALF_DATA_TYPES: Readonly<Record<HalfType, FloatType>> = {
  float16: DataType.FLOAT16,
  bfloat16: DataType.BFLOAT16,
};

/**
 * Whole elements of one type as those of another, each rounded to the nearest; the bytes themselves where the types are one.
 *
 * @param bytes raw data, little-endian as every machine is that Fathom runs on.
 */
export function convertElements(bytes: Uint8Array, from: FloatType, to: FloatType): Uint8Array {
  if (from === to) return bytes;
  const words = float32Bits(bytes, from);
  if (to === DataType.FLOAT) return new Uint8Array(words.buffer);
  const halves = new Uint16Array(words.length);
  const round = to === DataType.FLOAT16 ? float16Bits : bfloat16Bits;
  for (let i = 0; i < halves.length; i++) halves[i] = round(words[i]!);
  return new Uint8Array(halves.buffer);
}

/** The greatest magnitude among whole elements; NaN counts for nothing. */
export function largestMagnitude(bytes: Uint8Array, type: FloatType): number {
  let largest = 0;
  for (const bits of float32Bits(bytes, type)) {
    const magnitude = bits & 0x7fffffff;
    // Floats without their sign are in the order of their bits.
    if (magnitude > largest && magnitude <= INFINITY_BITS) largest = magnitude;
  }
  return new Float32Array(Uint32Array.of(largest).buffer)[0]!;
}

const INFINITY_BITS = 0x7f800000;

/** Elements as float32, by their bits: so no machine changes a NaN on the way. */
function float32Bits(bytes: Uint8Array, type: FloatType): Uint32Array<ArrayBuffer> {
  // A copy starts where numbers may start.
  const { buffer } = new Uint8Array(bytes);
  if (type === DataType.FLOAT) return new Uint32Array(buffer);
  const halves = new Uint16Array(buffer);
  const words = new Uint32Array(halves.length);
  if (type === DataType.FLOAT16) for (let i = 0; i < words.length; i++) words[i] = float32BitsOfFloat16(halves[i]!);
  else for (let i = 0; i < words.length; i++) words[i] = halves[i]! << 16;
  return words;
}

/** The data of a float tensor that stand in its message, as raw bytes, whichever way they are written. */
export function inlineBytes(tensor: TensorProto): Uint8Array {
  const { rawData, floatData, int32Data } = tensor;
  if (rawData.byteLength > 0) return rawData;
  if (floatTypeOf(tensor) === DataType.FLOAT) return new Uint8Array(Float32Array.from(floatData).buffer);
  return new Uint8Array(Uint16Array.from(int32Data).buffer);
}

const FLOAT_TYPES: ReadonlyMap<number, FloatType> = new Map(
  ([DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16] as const).map((type) => [type, type]),
);

/** The type of a float tensor that can be converted; undefined for all others. */
export function floatTypeOf({ dataType }: Pick<TensorProto, 'dataType'>): FloatType | undefined {
  return FLOAT_TYPES.get(dataType);
}

/** {@link floatTypeOf} of a tensor that must be one. */
export function requireFloatType(tensor: TensorProto): FloatType {
  return floatTypeOf(tensor) ?? refuse('TensorInvalid', `Tensor ${quoted(tensor.name)} does not hold floats.`);
}
