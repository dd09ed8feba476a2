import { strToU8, zlibSync } from 'fflate';
import type { ImageSize } from '../camera/intrinsics';
import type { DepthRows } from '../depth/depth-rows';
import type { EncodedBytes } from './encoded-bytes';
import { copyKeptDepth } from './kept-depth';

const MAGIC = [0x76, 0x2f, 0x31, 0x01];
/** Version 2: one part of scan lines, names up to 31 bytes. */
const VERSION = [2, 0, 0, 0];
const FLOAT = 2;
const ZIP_COMPRESSION = 3;
const INCREASING_Y = 0;

/** What OpenEXR's ZIP takes together. */
const LINES_IN_BLOCK = 16;

/** As for PNG: hardly larger than at the usual level, in half the time. */
const COMPRESSION_LEVEL = 3;

/**
 * Depth as OpenEXR 2.0: one channel Z of float32, planar z in metres, 0 where masked; scan lines, ZIP.
 *
 * Where each block begins stands before them all, so they are compressed twice and memory stays bounded.
 */
export function* encodeExr(rows: DepthRows): EncodedBytes {
  const header = exrHeader(rows.size);
  yield header;
  const lengths = Array.from(blocksOf(rows), ({ length }) => length);
  const offsets = new DataView(new ArrayBuffer(8 * lengths.length));
  let offset = header.length + 8 * lengths.length;
  for (const [i, length] of lengths.entries()) {
    offsets.setBigUint64(8 * i, BigInt(offset), true);
    offset += length;
  }
  yield new Uint8Array(offsets.buffer);
  yield* blocksOf(rows);
}

function exrHeader({ widthPx, heightPx }: ImageSize): Uint8Array {
  const window = int32s(0, 0, widthPx - 1, heightPx - 1);
  // Of a channel: its name, its type, whether it is perceptually linear and three spare bytes, its steps in x and y.
  const channels = [...strToU8('Z\0'), ...int32s(FLOAT, 0, 1, 1), 0];
  return Uint8Array.from([
    ...MAGIC,
    ...VERSION,
    ...attribute('channels', 'chlist', channels),
    ...attribute('comments', 'string', [...strToU8('planar z in metres, 0 where masked')]),
    ...attribute('compression', 'compression', [ZIP_COMPRESSION]),
    ...attribute('dataWindow', 'box2i', window),
    ...attribute('displayWindow', 'box2i', window),
    ...attribute('lineOrder', 'lineOrder', [INCREASING_Y]),
    ...attribute('pixelAspectRatio', 'float', float32s(1)),
    ...attribute('screenWindowCenter', 'v2f', float32s(0, 0)),
    ...attribute('screenWindowWidth', 'float', float32s(1)),
    0,
  ]);
}

function attribute(name: string, type: string, value: readonly number[]): number[] {
  return [...strToU8(`${name}\0${type}\0`), ...int32s(value.length), ...value];
}

const int32s = (...values: number[]): number[] => [...new Uint8Array(Int32Array.from(values).buffer)];
const float32s = (...values: number[]): number[] => [...new Uint8Array(Float32Array.from(values).buffer)];

/** The blocks, top first: number of the first line, length, bytes. */
function* blocksOf(rows: DepthRows): EncodedBytes {
  const { widthPx, heightPx } = rows.size;
  const depthMetres = new Float32Array(widthPx * Math.min(LINES_IN_BLOCK, heightPx));
  const raw = new Uint8Array(depthMetres.buffer);
  const predicted = new Uint8Array(raw.length);
  for (let top = 0; top < heightPx; top += LINES_IN_BLOCK) {
    const lines = Math.min(LINES_IN_BLOCK, heightPx - top);
    for (let i = 0; i < lines; i++) {
      copyKeptDepth(rows, top + i, depthMetres.subarray(i * widthPx, (i + 1) * widthPx));
    }
    const length = 4 * widthPx * lines;
    predictBytes(raw.subarray(0, length), predicted);
    const compressed = zlibSync(predicted.subarray(0, length), { level: COMPRESSION_LEVEL });
    // What does not shrink is stored as it is: readers tell by the length.
    yield withHead(top, compressed.length < length ? compressed : raw.subarray(0, length));
  }
}

function withHead(top: number, data: Uint8Array): Uint8Array {
  const block = new Uint8Array(8 + data.length);
  const view = new DataView(block.buffer);
  view.setInt32(0, top, true);
  view.setInt32(4, data.length, true);
  block.set(data, 8);
  return block;
}

/** OpenEXR's ZIP: bytes of even and of odd place apart, then each as its difference from the one before, plus 128. */
function predictBytes(raw: Uint8Array, into: Uint8Array): void {
  const half = Math.ceil(raw.length / 2);
  for (let i = 0; i < raw.length; i++) into[(i & 1 ? half : 0) + (i >> 1)] = raw[i]!;
  let before = into[0]!;
  for (let i = 1; i < raw.length; i++) {
    const here = into[i]!;
    into[i] = here - before + 128;
    before = here;
  }
}
