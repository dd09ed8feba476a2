import type { ByteWindow } from './byte-source';
import { refuse } from './onnx-fault';

/** A stretch of the file: offsets in bytes, from `start` up to, not including, `end`. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** How a value is written (protobuf.dev, Encoding). ONNX has no groups, wire types 3 and 4. */
export type WireType = 'varint' | 'bits64' | 'bytes' | 'bits32';

/** One field of a message as it stands in the file. */
export interface WireField {
  readonly number: number;
  readonly wireType: WireType;
  /** With the tag and, before `bytes`, their length. */
  readonly whole: Region;
  readonly value: Region;
}

const wireTypes: readonly (WireType | undefined)[] = ['varint', 'bits64', 'bytes', undefined, undefined, 'bits32'];

const MAX_VARINT_BYTES = 10;
const MAX_UINT32 = 0xffff_ffff;

/**
 * The fields of the message that fills the region, in the file's order; values are stepped over, not read.
 * Refuses a message that does not end where its region does.
 */
export function* wireFields(bytes: ByteWindow, message: Region): Generator<WireField> {
  for (let start = message.start; start < message.end;) {
    const tag = readUint32(bytes, { start, end: message.end });
    const wireType = wireTypes[tag.value % 8];
    const number = Math.floor(tag.value / 8);
    if (wireType === undefined || number === 0) {
      refuse('Malformed', `The file is no ONNX model or is damaged: there is no field at byte ${start}.`);
    }
    const value = valueRegion(bytes, wireType, { start: tag.end, end: message.end });
    yield { number, wireType, whole: { start, end: value.end }, value };
    start = value.end;
  }
}

function valueRegion(bytes: ByteWindow, wireType: WireType, within: Region): Region {
  switch (wireType) {
    case 'varint':
      return { start: within.start, end: readVarint(bytes, within).end };
    case 'bits64':
      return regionOf(bytes, within.start, 8, within.end);
    case 'bits32':
      return regionOf(bytes, within.start, 4, within.end);
    case 'bytes': {
      const length = readUint32(bytes, within);
      return regionOf(bytes, length.end, length.value, within.end);
    }
  }
}

function regionOf(bytes: ByteWindow, start: number, length: number, limit: number): Region {
  if (start + length > limit) refuseOverrun(bytes, start, limit);
  return { start, end: start + length };
}

function refuseOverrun(bytes: ByteWindow, start: number, limit: number): never {
  if (limit === bytes.byteLength) {
    refuse('Truncated', `The file is cut off: what begins at byte ${start} goes on past its end.`);
  }
  refuse('Malformed', `The file is damaged: what begins at byte ${start} goes on past the part it belongs to.`);
}

function readUint32(bytes: ByteWindow, within: Region): { value: number; end: number } {
  const varint = readVarint(bytes, within);
  if (varint.value > MAX_UINT32)
    refuse('Malformed', `The file is damaged: an impossible number at byte ${within.start}.`);
  return varint;
}

/** The value is exact up to 2⁵³; beyond, it is only known to be large. */
function readVarint(bytes: ByteWindow, within: Region): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const offset = within.start + i;
    if (offset >= within.end) refuseOverrun(bytes, within.start, within.end);
    const byte = bytes.byteAt(offset);
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: offset + 1 };
  }
  refuse('Malformed', `The file is damaged: a number without end at byte ${within.start}.`);
}
