import type { ByteFile } from './byte-file';
import { RawFault } from './raw-fault';

/** More entries than any camera writes into one directory. */
const MOST_ENTRIES = 1024;
const ENTRY_BYTES = 12;
/** More than any value that is read here: numbers, and names of cameras and lenses. */
const MOST_VALUE_BYTES = 4096;

/** Bytes of one value by field type (TIFF 6.0 section 2, and type 13 of the TIFF technical note 1). */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
};

/** A field whose value has not been read. */
export interface TiffField {
  readonly type: number;
  readonly count: number;
  /** Where its value starts in the file. */
  readonly valueAt: number;
  readonly byteLength: number;
}

export interface TiffDirectory {
  readonly fields: ReadonlyMap<number, TiffField>;
  /** Where the next directory of the chain is, from the structure's base; 0 for none. */
  readonly next: number;
}

/** A TIFF structure within a file: its offsets count from `base`. */
export interface TiffStructure {
  readonly file: ByteFile;
  readonly littleEndian: boolean;
  readonly base: number;
}

/**
 * The directory at an offset. Fields of unknown type are left out, as TIFF asks of readers.
 *
 * @throws RawFault where it is not wholly within the file, or has more entries than a camera writes.
 */
export async function readDirectory(structure: TiffStructure, offset: number): Promise<TiffDirectory> {
  const { file, base } = structure;
  const at = base + offset;
  const count = uint16(await file.read(at, 2), 0, structure);
  if (count > MOST_ENTRIES) throw new RawFault('it has a directory of too many entries');
  const block = await file.read(at + 2, ENTRY_BYTES * count + 4);
  const fields = new Map<number, TiffField>();
  for (let i = 0; i < count; i++) {
    const entry = ENTRY_BYTES * i;
    const type = uint16(block, entry + 2, structure);
    const typeBytes = TYPE_BYTES[type];
    if (typeBytes === undefined) continue;
    const values = uint32(block, entry + 4, structure);
    const byteLength = typeBytes * values;
    const valueAt = byteLength <= 4 ? at + 2 + entry + 8 : base + uint32(block, entry + 8, structure);
    fields.set(uint16(block, entry, structure), { type, count: values, valueAt, byteLength });
  }
  return { fields, next: uint32(block, ENTRY_BYTES * count, structure) };
}

/**
 * A field's numbers: whole ones, or fractions as quotients, which may be no finite numbers. Empty for any other type.
 *
 * @throws RawFault where they are not within the file, or more than any field has that is read here.
 */
export async function readNumbers(structure: TiffStructure, field: TiffField | undefined): Promise<number[]> {
  if (!field || ![1, 3, 4, 5, 9, 10, 13].includes(field.type)) return [];
  const bytes = await valueOf(structure, field);
  const step = TYPE_BYTES[field.type]!;
  return Array.from({ length: field.count }, (_, i) => {
    const at = step * i;
    switch (field.type) {
      case 1:
        return bytes[at]!;
      case 3:
        return uint16(bytes, at, structure);
      case 5:
        return uint32(bytes, at, structure) / uint32(bytes, at + 4, structure);
      case 9:
        return int32(bytes, at, structure);
      case 10:
        return int32(bytes, at, structure) / int32(bytes, at + 4, structure);
      default:
        return uint32(bytes, at, structure);
    }
  });
}

/**
 * A field's text, without what pads it; undefined where there is none.
 *
 * @throws RawFault as {@link readNumbers}.
 */
export async function readText(structure: TiffStructure, field: TiffField | undefined): Promise<string | undefined> {
  if (field?.type !== 2) return undefined;
  const text = (await valueOf(structure, field)).toString('latin1').replaceAll('\0', '').trim();
  return text === '' ? undefined : text;
}

async function valueOf({ file }: TiffStructure, { valueAt, byteLength }: TiffField): Promise<Buffer> {
  if (byteLength > MOST_VALUE_BYTES) throw new RawFault('it has a field of too many values');
  return file.read(valueAt, byteLength);
}

const uint16 = (bytes: Buffer, at: number, { littleEndian }: TiffStructure): number =>
  littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
const uint32 = (bytes: Buffer, at: number, { littleEndian }: TiffStructure): number =>
  littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
const int32 = (bytes: Buffer, at: number, { littleEndian }: TiffStructure): number =>
  littleEndian ? bytes.readInt32LE(at) : bytes.readInt32BE(at);
