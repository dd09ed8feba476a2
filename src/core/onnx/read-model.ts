import { type DescField, type DescMessage, mergeFromBinary } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { type ByteSource, type ByteWindow, openWindow } from './byte-source';
import { faultAsValue, type OnnxFault, refuse } from './onnx-fault';
import { type ModelProto, ModelProtoSchema, type TensorProto, TensorProtoSchema } from './protobuf/onnx_pb';
import { fieldsByNumber, messageIn, wireTypeOf } from './schema-fields';
import { type Region, type WireField, wireFields } from './wire-format';

/** The fields of a tensor that may hold its data. */
export type TensorDataField = 'rawData' | 'floatData' | 'int32Data' | 'int64Data' | 'doubleData' | 'uint64Data';

/** Data of a tensor that stayed in the file: `byteLength` bytes from `offset`, in the encoding of `field`. */
export interface TensorPayload {
  readonly field: TensorDataField;
  readonly offset: number;
  readonly byteLength: number;
}

/** An ONNX file without the bulk of its tensors. */
export interface OnnxModel {
  readonly kind: 'model';
  readonly byteLength: number;
  /** Without remarks, without fields that the schema does not know, and without the data listed in `payloads`. */
  readonly proto: ModelProto;
  /** Where the data are of each tensor whose data were left in the file. */
  readonly payloads: ReadonlyMap<TensorProto, TensorPayload>;
}

const dataFields = new Set<string>([
  'rawData',
  'floatData',
  'int32Data',
  'int64Data',
  'doubleData',
  'uint64Data',
] satisfies TensorDataField[]);

/** Nothing runs by these, yet some exporters write a stack trace into every node: they are stepped over. */
const remarkFields = new Set(['doc_string', 'metadata_props']);

/** Longer data stay in the file. Shapes, axes and scales, which a reader of the graph may need, are far shorter. */
const MAX_INLINE_DATA_BYTES = 1024;

/** Protobuf's own limit for messages within messages, which ONNX Runtime holds to as well. */
const MAX_DEPTH = 100;

/** Protobuf's limit for one message, hence for a model file; ONNX Runtime loads none beyond it. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

// Twenty times and more what the largest skeleton holds (MoGe-2: 0.5 MB, 7 226 messages, 31 958 values). Whatever the
// bytes, they keep a reader under 200 MB of memory and a second or two.
const MAX_GRAPH_BYTES = 16 * 1024 * 1024;
const MAX_MESSAGES = 150_000;
const MAX_VALUES = 750_000;

/**
 * Reads a model's graph, leaving the tensors' data where they are.
 *
 * The file is walked field by field with the schema in hand: lengths, wire types, depth and counts are checked before
 * anything is decoded, long tensor data and remarks are stepped over unread, and what is left of each message goes
 * to the protobuf library. Decoding the whole file with the library alone would need all of it in memory, and would
 * trust its lengths.
 *
 * @returns the model; or a fault, for a file that is truncated, malformed, too large or too deep.
 */
export function readOnnxModel(source: ByteSource): OnnxModel | OnnxFault {
  return faultAsValue(() => {
    if (source.byteLength === 0) refuse('Truncated', 'The file is empty.');
    if (source.byteLength > MAX_FILE_BYTES) {
      refuse('TooLarge', 'The file is larger than 2 GiB: its weights must stand in a file beside it (external data).');
    }
    const reading: Reading = {
      bytes: openWindow(source),
      payloads: new Map(),
      left: { graphBytes: MAX_GRAPH_BYTES, messages: MAX_MESSAGES, values: MAX_VALUES },
    };
    const model = readMessage(reading, ModelProtoSchema, { start: 0, end: source.byteLength }, 1);
    return {
      kind: 'model',
      byteLength: source.byteLength,
      proto: model.message as ModelProto,
      payloads: reading.payloads,
    };
  });
}

interface Reading {
  readonly bytes: ByteWindow;
  readonly payloads: Map<TensorProto, TensorPayload>;
  /** How much more of each may come before the file is refused. */
  readonly left: Record<'graphBytes' | 'messages' | 'values', number>;
}

function spend(reading: Reading, what: keyof Reading['left'], amount: number): void {
  reading.left[what] -= amount;
  if (reading.left[what] < 0) {
    refuse('TooLarge', 'The graph is far larger than that of any depth model, even without its weights.');
  }
}

function readMessage(reading: Reading, schema: DescMessage, region: Region, depth: number): ReflectMessage {
  if (depth > MAX_DEPTH) refuse('TooDeep', `The model nests its parts more than ${MAX_DEPTH} deep.`);
  spend(reading, 'messages', 1);
  const message = reflect(schema);
  const fields = fieldsByNumber(schema);
  const plain: Region[] = [];
  for (const wire of wireFields(reading.bytes, region)) {
    spend(reading, 'values', 1);
    const field = fields.get(wire.number);
    if (field === undefined || remarkFields.has(field.name)) continue;
    checkWireType(field, wire);
    const child = messageIn(field);
    if (child !== undefined) attach(message, field, readMessage(reading, child, wire.value, depth + 1));
    else if (isPayload(field, wire)) keepPayload(reading, message, field, wire.value);
    else appendRegion(plain, checkedPlain(reading, field, wire));
  }
  decodeInto(message, copyRegions(reading, plain), region);
  return message;
}

function decodeInto({ desc, message }: ReflectMessage, bytes: Uint8Array, { start }: Region): void {
  try {
    mergeFromBinary(desc, message, bytes);
  } catch {
    refuse('Malformed', `The file is damaged: the values of ${desc.name} at byte ${start} cannot be decoded.`);
  }
}

/** A list of numbers may also be written as one value that packs them all. */
function checkWireType(field: DescField, { wireType, whole }: WireField): void {
  const single = wireTypeOf(field);
  const packed = field.fieldKind === 'list' && wireType === 'bytes';
  if (wireType !== single && !packed) {
    refuse('Malformed', `The file is damaged: ${field.name} at byte ${whole.start} is not written as such.`);
  }
}

/**
 * Protobuf would merge a second message of the same field into the first. No exporter writes one, and what it means
 * differs from reader to reader, so that a checked graph might not be the one that runs.
 */
function attach(message: ReflectMessage, field: DescField, child: ReflectMessage): void {
  if (field.fieldKind === 'list') {
    message.get(field).add(child);
    return;
  }
  if (message.isSet(field)) refuse('Malformed', `The file is damaged: ${field.name} stands twice where one belongs.`);
  message.set(field, child);
}

function isPayload(field: DescField, { wireType, value }: WireField): boolean {
  return (
    field.parent === TensorProtoSchema &&
    dataFields.has(field.localName) &&
    wireType === 'bytes' &&
    value.end - value.start > MAX_INLINE_DATA_BYTES
  );
}

function keepPayload(reading: Reading, { message }: ReflectMessage, field: DescField, value: Region): void {
  const tensor = message as TensorProto;
  if (reading.payloads.has(tensor)) refuse('Malformed', 'The file is damaged: a tensor has its data twice.');
  reading.payloads.set(tensor, {
    field: field.localName as TensorDataField,
    offset: value.start,
    byteLength: value.end - value.start,
  });
}

function checkedPlain(reading: Reading, field: DescField, { whole, wireType, value }: WireField): Region {
  spend(reading, 'graphBytes', whole.end - whole.start);
  if (field.fieldKind === 'list' && wireType === 'bytes') checkPacked(reading, field, value);
  return whole;
}

/** The library reads a packed list by values, not by its end: a last value cut short would take bytes that follow. */
function checkPacked(reading: Reading, field: DescField, value: Region): void {
  const byteLength = value.end - value.start;
  const single = wireTypeOf(field);
  if (single === 'bytes') return;
  spend(reading, 'values', byteLength);
  const isCutShort =
    single === 'varint'
      ? byteLength > 0 && reading.bytes.byteAt(value.end - 1) >= 0x80
      : byteLength % (single === 'bits32' ? 4 : 8) !== 0;
  if (isCutShort) refuse('Malformed', `The file is damaged: the list at byte ${value.start} ends within a number.`);
}

/** Neighbours become one region, so that a message of a million small fields does not become a million objects. */
function appendRegion(regions: Region[], next: Region): void {
  const last = regions.at(-1);
  if (last?.end === next.start) regions[regions.length - 1] = { start: last.start, end: next.end };
  else regions.push(next);
}

function copyRegions({ bytes }: Reading, regions: readonly Region[]): Uint8Array {
  const copied = new Uint8Array(regions.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  for (const { start, end } of regions) {
    bytes.copy(start, end, copied, at);
    at += end - start;
  }
  return copied;
}
