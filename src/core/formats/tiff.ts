import { strToU8 } from 'fflate';
import type { DepthRows } from '../depth/depth-rows';
import { CHUNK_BYTES, type EncodedBytes } from './encoded-bytes';
import { encodeKeptDepth } from './kept-depth';

/** Bytes that a number of each TIFF type takes; a rational is two. */
const TYPE_BYTES = { ascii: 1, short: 2, long: 4, rational: 4 } as const;
const TYPE_CODES = { ascii: 2, short: 3, long: 4, rational: 5 } as const;

interface Tag {
  readonly code: number;
  readonly type: keyof typeof TYPE_CODES;
  /** Characters for ascii; numerator and denominator in turn for rational. */
  readonly values: readonly number[];
}

/** Offsets are 32 bits. */
const LARGEST_LENGTH = 2 ** 32 - 1;

/**
 * Depth as a TIFF 6.0 picture of one float32 sample a pixel, not compressed: planar z in metres, 0 where masked, which
 * the tag GDAL_NODATA says too.
 *
 * @throws RangeError beyond 4 GiB.
 */
export function* encodeTiff(rows: DepthRows): EncodedBytes {
  const rowsInStrip = Math.max(1, Math.floor(CHUNK_BYTES / (4 * rows.size.widthPx)));
  // The tags take as many bytes wherever the strips begin.
  const pixelsStart = tiffHead(rows, rowsInStrip, 0).length;
  if (pixelsStart + 4 * rows.size.widthPx * rows.size.heightPx > LARGEST_LENGTH) {
    throw new RangeError('The depth is too large for a TIFF file.');
  }
  yield tiffHead(rows, rowsInStrip, pixelsStart);
  yield* encodeKeptDepth(rows);
}

/** Byte order, the one directory, and what of its values is too long to stand in it. */
function tiffHead({ size }: DepthRows, rowsInStrip: number, pixelsStart: number): Uint8Array {
  const { widthPx, heightPx } = size;
  const strips = Array.from({ length: Math.ceil(heightPx / rowsInStrip) }, (_, i) => i * rowsInStrip);
  const tags: Tag[] = [
    { code: 256, type: 'long', values: [widthPx] },
    { code: 257, type: 'long', values: [heightPx] },
    { code: 258, type: 'short', values: [32] },
    // Not compressed; grey, black is 0.
    { code: 259, type: 'short', values: [1] },
    { code: 262, type: 'short', values: [1] },
    { code: 270, type: 'ascii', values: asciiOf('planar z in metres, 0 where masked') },
    { code: 273, type: 'long', values: strips.map((top) => pixelsStart + 4 * widthPx * top) },
    { code: 277, type: 'short', values: [1] },
    { code: 278, type: 'long', values: [rowsInStrip] },
    {
      code: 279,
      type: 'long',
      values: strips.map((top) => 4 * widthPx * Math.min(rowsInStrip, heightPx - top)),
    },
    { code: 282, type: 'rational', values: [1, 1] },
    { code: 283, type: 'rational', values: [1, 1] },
    // No unit of resolution; samples are floats.
    { code: 296, type: 'short', values: [1] },
    { code: 339, type: 'short', values: [3] },
    { code: 42113, type: 'ascii', values: asciiOf('0') },
  ];
  return directoryBytes(tags);
}

const asciiOf = (text: string): number[] => [...strToU8(text), 0];

function directoryBytes(tags: readonly Tag[]): Uint8Array {
  const directoryEnd = 8 + 2 + 12 * tags.length + 4;
  const spilled = tags.map((tag) => (valueBytes(tag) > 4 ? evenBytes(valueBytes(tag)) : 0));
  const bytes = new Uint8Array(directoryEnd + spilled.reduce((sum, length) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  bytes.set(strToU8('II*'));
  view.setUint32(4, 8, true);
  view.setUint16(8, tags.length, true);
  let spill = directoryEnd;
  for (const [i, tag] of tags.entries()) {
    const entry = 10 + 12 * i;
    view.setUint16(entry, tag.code, true);
    view.setUint16(entry + 2, TYPE_CODES[tag.type], true);
    view.setUint32(entry + 4, tag.values.length / (tag.type === 'rational' ? 2 : 1), true);
    if (spilled[i] === 0) writeValues(view, entry + 8, tag);
    else {
      view.setUint32(entry + 8, spill, true);
      writeValues(view, spill, tag);
      spill += spilled[i]!;
    }
  }
  return bytes;
}

function valueBytes({ type, values }: Tag): number {
  return TYPE_BYTES[type] * values.length;
}

/** TIFF lets values begin at even offsets only. */
const evenBytes = (bytes: number): number => 2 * Math.ceil(bytes / 2);

function writeValues(view: DataView, start: number, { type, values }: Tag): void {
  for (const [i, value] of values.entries()) {
    if (type === 'ascii') view.setUint8(start + i, value);
    else if (type === 'short') view.setUint16(start + 2 * i, value, true);
    else view.setUint32(start + 4 * i, value, true);
  }
}
