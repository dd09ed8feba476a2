import { unzlibSync } from 'fflate';
import { DepthFault, halfToNumber, type DepthImage } from './depth-image';
import { readExrHeader, type ExrChannel, type ExrCompression, type ExrHeader } from './exr-header';

const LINES_IN_BLOCK: Readonly<Record<ExrCompression, number>> = { none: 1, rle: 1, zips: 1, zip: 16 };

const TYPE_BYTES = { uint: 4, half: 2, float: 4 } as const;

/**
 * Depth from an OpenEXR file of scan lines: its channel Z, one of a layer (`….Z`), R or Y, else its only one.
 *
 * @throws DepthFault
 */
export function readExr(bytes: Uint8Array): DepthImage {
  const header = readExrHeader(bytes);
  const { size, channels, compression } = header;
  const channel = depthChannel(channels);
  const values = new Float32Array(size.widthPx * size.heightPx);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lines = LINES_IN_BLOCK[compression];
  const blocks = Math.ceil(size.heightPx / lines);
  if (header.end + 8 * blocks > bytes.length) throw new DepthFault('is cut off');
  for (let block = 0; block < blocks; block++) {
    const at = Number(view.getBigUint64(header.end + 8 * block, true));
    if (at + 8 > bytes.length) throw new DepthFault('is cut off');
    const first = view.getInt32(at, true) - header.top;
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > bytes.length) throw new DepthFault('is cut off');
    if (first < 0 || first >= size.heightPx) throw new DepthFault('is damaged');
    const count = Math.min(lines, size.heightPx - first);
    const raw = expand(bytes.subarray(at + 8, at + 8 + length), count * lineBytes(header), compression);
    copyLines(raw, header, channel, values.subarray(first * size.widthPx, (first + count) * size.widthPx));
  }
  return { size, values, isWhole: channel.type === 'uint' };
}

function depthChannel(channels: readonly ExrChannel[]): ExrChannel {
  const named = (isDepth: (name: string) => boolean): ExrChannel | undefined =>
    channels.find(({ name }) => isDepth(name));
  const found =
    named((name) => name === 'Z') ??
    named((name) => name.endsWith('.Z')) ??
    named((name) => name === 'R') ??
    named((name) => name === 'Y') ??
    (channels.length === 1 ? channels[0] : undefined);
  if (found) return found;
  throw new DepthFault(`has no channel Z, R or Y but ${channels.map(({ name }) => name).join(', ') || 'none'}`);
}

function lineBytes({ channels, size }: ExrHeader): number {
  return channels.reduce((sum, { type }) => sum + TYPE_BYTES[type] * size.widthPx, 0);
}

/** A block's bytes as they were before compression; a block that would not have shrunk is stored as it is. */
function expand(packed: Uint8Array, length: number, compression: ExrCompression): Uint8Array {
  if (packed.length === length) return packed;
  const predicted = compression === 'rle' ? expandRuns(packed, length) : inflate(packed, length);
  return undoPrediction(predicted);
}

function inflate(packed: Uint8Array, length: number): Uint8Array {
  try {
    const bytes = unzlibSync(packed, { out: new Uint8Array(length) });
    if (bytes.length === length) return bytes;
  } catch (error) {
    throw new DepthFault('is damaged', { cause: error });
  }
  throw new DepthFault('is damaged');
}

/** Runs: a count n of 0 or more, then a byte to repeat n + 1 times; below 0, then −n bytes as they are. */
function expandRuns(packed: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (let at = 0; at < packed.length;) {
    const count = (packed[at]! << 24) >> 24;
    const run = count < 0 ? -count : count + 1;
    if (filled + run > length) throw new DepthFault('is damaged');
    if (count < 0) bytes.set(packed.subarray(at + 1, at + 1 + run), filled);
    else bytes.fill(packed[at + 1] ?? 0, filled, filled + run);
    at += count < 0 ? 1 + run : 2;
    filled += run;
  }
  if (filled !== length) throw new DepthFault('is damaged');
  return bytes;
}

/** Each byte is its difference from the one before, plus 128; those of even place stand before those of odd place. */
function undoPrediction(predicted: Uint8Array): Uint8Array {
  for (let i = 1; i < predicted.length; i++) predicted[i] = predicted[i]! + predicted[i - 1]! - 128;
  const half = Math.ceil(predicted.length / 2);
  const raw = new Uint8Array(predicted.length);
  for (let i = 0; i < raw.length; i++) raw[i] = predicted[(i & 1 ? half : 0) + (i >> 1)]!;
  return raw;
}

/** Within a line, channels stand one after the other in the header's order. */
function copyLines(raw: Uint8Array, header: ExrHeader, channel: ExrChannel, into: Float32Array): void {
  const { channels, size } = header;
  const before = channels.slice(0, channels.indexOf(channel));
  const start = before.reduce((sum, { type }) => sum + TYPE_BYTES[type] * size.widthPx, 0);
  const stride = lineBytes(header);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const read = READERS[channel.type];
  const bytes = TYPE_BYTES[channel.type];
  for (let i = 0; i < into.length; i++) {
    const line = Math.floor(i / size.widthPx);
    into[i] = read(view, line * stride + start + bytes * (i - line * size.widthPx));
  }
}

const READERS: Readonly<Record<ExrChannel['type'], (view: DataView, at: number) => number>> = {
  uint: (view, at) => view.getUint32(at, true),
  half: (view, at) => halfToNumber(view.getUint16(at, true)),
  float: (view, at) => view.getFloat32(at, true),
};
