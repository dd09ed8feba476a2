import { strToU8 } from 'fflate';
import type { ImageSize } from '../camera/intrinsics';
import type { DepthRows } from '../depth/depth-rows';
import { CHUNK_BYTES, type EncodedBytes } from './encoded-bytes';

/**
 * Depth as a NumPy array (.npy format 1.0): float32 of shape (height, width), planar z in metres, 0 where masked.
 *
 * Values are written as they lie in memory: every platform that the engine runs on is little-endian.
 */
export function* encodeNpy(rows: DepthRows): EncodedBytes {
  const { widthPx, heightPx } = rows.size;
  yield npyHeader(rows.size);
  const rowsInChunk = Math.min(heightPx, Math.ceil(CHUNK_BYTES / (4 * widthPx)));
  const depthMetres = new Float32Array(rowsInChunk * widthPx);
  for (let top = 0; top < heightPx; top += rowsInChunk) {
    const count = Math.min(rowsInChunk, heightPx - top);
    for (let i = 0; i < count; i++) {
      copyKeptDepth(rows, top + i, depthMetres.subarray(i * widthPx, (i + 1) * widthPx));
    }
    yield new Uint8Array(depthMetres.buffer, 0, 4 * count * widthPx);
  }
}

// NumPy's format 1.0 (numpy.lib.format): magic, version, length of the rest as uint16, then a Python literal padded
// with spaces so that the data start at a multiple of 64 bytes.
function npyHeader({ widthPx, heightPx }: ImageSize): Uint8Array {
  const preambleBytes = 10;
  const literal = `{'descr': '<f4', 'fortran_order': False, 'shape': (${heightPx}, ${widthPx}), }`;
  const totalBytes = Math.ceil((preambleBytes + literal.length + 1) / 64) * 64;
  const literalBytes = totalBytes - preambleBytes;
  const header = new Uint8Array(totalBytes);
  header.set([0x93, ...strToU8('NUMPY'), 1, 0, literalBytes & 0xff, literalBytes >> 8]);
  header.set(strToU8(`${literal.padEnd(literalBytes - 1)}\n`), preambleBytes);
  return header;
}

function copyKeptDepth(rows: DepthRows, y: number, into: Float32Array): void {
  const { depthMetres, mask } = rows.row(y);
  for (let x = 0; x < into.length; x++) into[x] = mask[x] === 0 ? depthMetres[x]! : 0;
}
