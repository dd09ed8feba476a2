import type { DepthRows } from '../depth/depth-rows';
import { CHUNK_BYTES, type EncodedBytes } from './encoded-bytes';

/** Copies the depth of row `y`, planar z in metres, 0 where masked: no reader takes that for a place. */
export function copyKeptDepth(rows: DepthRows, y: number, into: Float32Array): void {
  const { depthMetres, mask } = rows.row(y);
  for (let x = 0; x < into.length; x++) into[x] = mask[x] === 0 ? depthMetres[x]! : 0;
}

/**
 * A value or several for each pixel, top row first, as they lie in memory: every platform that the engine runs on is
 * little-endian.
 *
 * @param rows whose size is meant.
 * @param bytesPerPixel of what `copyRow` writes.
 * @param copyRow writes row `y` to bytes that start at a multiple of 4.
 */
export function* encodeRowBytes(
  rows: DepthRows,
  bytesPerPixel: number,
  copyRow: (y: number, into: Uint8Array) => void,
): EncodedBytes {
  const { size } = rows;
  const rowBytes = bytesPerPixel * size.widthPx;
  const rowsInChunk = Math.min(size.heightPx, Math.ceil(CHUNK_BYTES / rowBytes));
  const chunk = new Uint8Array(rowsInChunk * rowBytes);
  for (let top = 0; top < size.heightPx; top += rowsInChunk) {
    const count = Math.min(rowsInChunk, size.heightPx - top);
    for (let i = 0; i < count; i++) copyRow(top + i, chunk.subarray(i * rowBytes, (i + 1) * rowBytes));
    yield chunk.subarray(0, count * rowBytes);
  }
}

/** Depth as float32, top row first: see {@link copyKeptDepth}. */
export function encodeKeptDepth(rows: DepthRows): EncodedBytes {
  return encodeRowBytes(rows, 4, (y, into) => copyKeptDepth(rows, y, floatsOf(into)));
}

/** The same bytes as float32. */
export function floatsOf({ buffer, byteOffset, length }: Uint8Array): Float32Array {
  return new Float32Array(buffer, byteOffset, length / 4);
}
