import { strFromU8 } from 'fflate';
import { DepthFault, depthSize } from './depth-image';
import type { ImageSize } from '../../camera/intrinsics';

/** A channel's numbers, by OpenEXR's own numbers for their types. */
const EXR_TYPES = ['uint', 'half', 'float'] as const;

export interface ExrChannel {
  readonly name: string;
  readonly type: (typeof EXR_TYPES)[number];
}

/** What a file of scan lines says of itself. */
export interface ExrHeader {
  readonly size: ImageSize;
  readonly top: number;
  readonly channels: readonly ExrChannel[];
  readonly compression: ExrCompression;
  /** Where the table of offsets begins. */
  readonly end: number;
}

/** By OpenEXR's numbers. */
const COMPRESSIONS = ['none', 'rle', 'zips', 'zip', 'piz', 'pxr24', 'b44', 'b44a', 'dwaa', 'dwab'] as const;
const READABLE = ['none', 'rle', 'zips', 'zip'] as const;
export type ExrCompression = (typeof READABLE)[number];

const MAGIC = 20000630;
/** Flags in the version: tiles, deep data, several parts. */
const UNREAD_FLAGS = 0x200 | 0x800 | 0x1000;

/**
 * Reads the header of an OpenEXR file ("Technical Introduction to OpenEXR", file layout).
 *
 * @throws DepthFault where it is none, or of a kind that is not read.
 */
export function readExrHeader(bytes: Uint8Array): ExrHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC) throw new DepthFault('is no OpenEXR file');
  if ((view.getUint32(4, true) & UNREAD_FLAGS) !== 0) {
    throw new DepthFault('is an OpenEXR file with tiles, deep data or several parts');
  }
  const attributes = new Map<string, DataView>();
  let at = 8;
  while (bytes[at] !== 0) {
    const name = readText(bytes, at);
    const type = readText(bytes, name.end);
    if (type.end + 4 > bytes.length) throw new DepthFault('is cut off');
    const length = view.getUint32(type.end, true);
    at = type.end + 4 + length;
    if (at >= bytes.length) throw new DepthFault('is cut off');
    attributes.set(name.text, new DataView(bytes.buffer, bytes.byteOffset + type.end + 4, length));
  }
  const { size, top } = readWindow(attributes);
  return { size, top, channels: readChannels(attributes), compression: readCompression(attributes), end: at + 1 };
}

function readText(bytes: Uint8Array, at: number): { text: string; end: number } {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw new DepthFault('is cut off');
  return { text: strFromU8(bytes.subarray(at, end)), end: end + 1 };
}

function readWindow(attributes: ReadonlyMap<string, DataView>): { size: ImageSize; top: number } {
  const [data, display] = ['dataWindow', 'displayWindow'].map((name) => {
    const view = attributes.get(name);
    if (view?.byteLength !== 16) throw new DepthFault(`has no ${name}`);
    return [0, 4, 8, 12].map((at) => view.getInt32(at, true)) as [number, number, number, number];
  }) as [[number, number, number, number], [number, number, number, number]];
  if (data.some((edge, i) => edge !== display[i])) throw new DepthFault('holds only a part of its picture');
  const [left, top, right, bottom] = data;
  return { size: depthSize(right - left + 1, bottom - top + 1), top };
}

function readChannels(attributes: ReadonlyMap<string, DataView>): ExrChannel[] {
  const view = attributes.get('channels');
  if (view === undefined) throw new DepthFault('has no channels');
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const channels: ExrChannel[] = [];
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    const { text: name, end } = readText(bytes, at);
    if (end + 16 > bytes.length) throw new DepthFault('is cut off');
    const type = EXR_TYPES[view.getUint32(end, true)];
    const isWholeGrid = view.getUint32(end + 8, true) === 1 && view.getUint32(end + 12, true) === 1;
    if (type === undefined || !isWholeGrid) throw new DepthFault(`has a channel ${name} that is not read`);
    channels.push({ name, type });
    at = end + 16;
  }
  return channels;
}

function readCompression(attributes: ReadonlyMap<string, DataView>): ExrCompression {
  const name = COMPRESSIONS[attributes.get('compression')?.getUint8(0) ?? COMPRESSIONS.length];
  const compression = READABLE.find((readable) => readable === name);
  if (compression === undefined) {
    throw new DepthFault(`is compressed as ${name?.toUpperCase() ?? 'unknown'}, not as ZIP, ZIPS, RLE or not at all`);
  }
  return compression;
}
