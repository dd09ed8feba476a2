import * as z from 'zod';

/** The arrays that the contract's messages hold. */
const ARRAY_KINDS = { Float32Array, Uint8Array, Uint16Array } as const;
type PackedArray = Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
type ArrayKind = keyof typeof ARRAY_KINDS;

/** An array's bytes begin at a multiple of this, so that a view of any kind can lie over them. */
const ALIGNMENT_BYTES = 8;
const LENGTH_BYTES = 4;

/** `message` with null where an array was; the arrays in the order of their bytes, each with its place in it. */
const headerSchema = z.strictObject({
  message: z.record(z.string(), z.unknown()),
  arrays: z.array(
    z.strictObject({
      place: z.array(z.union([z.string(), z.int().nonnegative()])).min(1),
      kind: z.enum(['Float32Array', 'Uint8Array', 'Uint16Array']),
      length: z.int().nonnegative(),
    }),
  ),
});
type Header = z.infer<typeof headerSchema>;
type Place = Header['arrays'][number]['place'];

/**
 * A message of JSON and typed arrays as bytes: u32 header length, the header as JSON, then each array's elements from a
 * multiple of 8 bytes on. All little-endian, as every platform that Fathom runs on.
 *
 * @throws TypeError for a binary value of another kind than Float32Array, Uint8Array and Uint16Array.
 */
export function packMessage(message: object): Uint8Array<ArrayBuffer> {
  const arrays: { place: Place; array: PackedArray }[] = [];
  const words = liftArrays(message, [], (place, array) => arrays.push({ place, array })) as Header['message'];
  const header: Header = {
    message: words,
    arrays: arrays.map(({ place, array }) => ({ place, kind: kindOf(array), length: array.length })),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(
    arrays.reduce((end, { array }) => end + aligned(array.byteLength), aligned(LENGTH_BYTES + json.length)),
  );
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, LENGTH_BYTES);
  let start = aligned(LENGTH_BYTES + json.length);
  for (const { array } of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start);
    start += aligned(array.byteLength);
  }
  return bytes;
}

/**
 * The message that {@link packMessage} packed. Its arrays are views over `buffer`, so nothing is copied.
 *
 * @throws where the bytes are no packed message: cut short, too long, of an unknown kind, or with an array in no place.
 */
export function unpackMessage(buffer: ArrayBuffer): object {
  if (buffer.byteLength < LENGTH_BYTES) throw new RangeError('a packed message holds a header length');
  const jsonLength = new DataView(buffer).getUint32(0, true);
  if (LENGTH_BYTES + jsonLength > buffer.byteLength) throw new RangeError('the header is cut short');
  const json = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(buffer, LENGTH_BYTES, jsonLength));
  const { message, arrays } = headerSchema.parse(JSON.parse(json));
  let start = aligned(LENGTH_BYTES + jsonLength);
  for (const { place, kind, length } of arrays) {
    const byteLength = length * ARRAY_KINDS[kind].BYTES_PER_ELEMENT;
    if (start + byteLength > buffer.byteLength) throw new RangeError('an array is cut short');
    putAt(message, place, new ARRAY_KINDS[kind](buffer, start, length));
    start += aligned(byteLength);
  }
  if (start !== buffer.byteLength) throw new RangeError('a packed message ends with its last array');
  return message;
}

/** A copy of `value` with null for each array. */
function liftArrays(value: unknown, place: Place, lift: (place: Place, array: PackedArray) => void): unknown {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    if (!isPackedArray(value)) throw new TypeError(`a message cannot hold a ${value.constructor.name}`);
    lift(place, value);
    return null;
  }
  if (Array.isArray(value)) return value.map((item, index) => liftArrays(item, [...place, index], lift));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, liftArrays(item, [...place, key], lift)]));
}

function putAt(message: Header['message'], place: Place, array: PackedArray): void {
  const keys = place.slice(0, -1);
  const last = place.at(-1)!;
  const holder = keys.reduce<unknown>((within, key) => ownField(within, key), message);
  if (ownField(holder, last) !== null) throw new TypeError('an array stands where there is something already');
  (holder as Record<string | number, unknown>)[last] = array;
}

/** Own fields only: a place must not lead to a prototype that all objects share. */
function ownField(holder: unknown, key: string | number): unknown {
  if (typeof holder !== 'object' || holder === null || ArrayBuffer.isView(holder) || !Object.hasOwn(holder, key)) {
    throw new TypeError('an array has no place in its message');
  }
  return (holder as Record<string | number, unknown>)[key];
}

function isPackedArray(value: ArrayBufferView | ArrayBuffer): value is PackedArray {
  return Object.values(ARRAY_KINDS).some((kind) => value instanceof kind);
}

function kindOf(array: PackedArray): ArrayKind {
  if (array instanceof Float32Array) return 'Float32Array';
  return array instanceof Uint16Array ? 'Uint16Array' : 'Uint8Array';
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
