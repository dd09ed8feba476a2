import type { PointBatch, PointCloud } from '../cloud/point-batch';
import { LONGEST_NUMBER_BYTES, writeFloat32, writeInteger } from './ascii-numbers';
import { countedBatches } from './counted-batches';
import { CHUNK_BYTES, type EncodedBytes } from './encoded-bytes';

/** The optional columns of a line; position and colour are always there. */
export interface AsciiColumns {
  readonly normals: boolean;
  readonly confidence: boolean;
  readonly maskReasons: boolean;
}

const SPACE = 0x20;
const LINE_FEED = 0x0a;

const LONGEST_LINE_BYTES = 11 * (LONGEST_NUMBER_BYTES + 1);

/**
 * One line a point: `x y z [nx ny nz] red green blue [confidence] [masked]`, with as many digits as a float32 needs to read
 * back unchanged.
 *
 * @throws Error where the batches are not what the cloud announced.
 */
export function* encodeAsciiPoints(cloud: PointCloud, columns: AsciiColumns): EncodedBytes {
  const chunk = new Uint8Array(CHUNK_BYTES + LONGEST_LINE_BYTES);
  let offset = 0;
  for (const batch of countedBatches(cloud)) {
    for (let i = 0; i < batch.count; i++) {
      offset = writeLine(chunk, offset, batch, i, columns);
      if (offset >= CHUNK_BYTES) {
        yield chunk.subarray(0, offset);
        offset = 0;
      }
    }
  }
  if (offset > 0) yield chunk.subarray(0, offset);
}

function writeLine(bytes: Uint8Array, offset: number, batch: PointBatch, i: number, columns: AsciiColumns): number {
  offset = writeVector(bytes, offset, batch.positions, i);
  if (columns.normals) offset = writeVector(bytes, offset, batch.normals!, i);
  for (let channel = 3 * i; channel < 3 * i + 3; channel++) {
    offset = writeInteger(bytes, offset, batch.colours[channel]!);
    bytes[offset++] = SPACE;
  }
  if (columns.confidence) {
    offset = writeFloat32(bytes, offset, batch.confidence![i]!);
    bytes[offset++] = SPACE;
  }
  if (columns.maskReasons) {
    offset = writeInteger(bytes, offset, batch.maskReasons![i]!);
    bytes[offset++] = SPACE;
  }
  bytes[offset - 1] = LINE_FEED;
  return offset;
}

function writeVector(bytes: Uint8Array, offset: number, vectors: Float32Array, i: number): number {
  for (let axis = 3 * i; axis < 3 * i + 3; axis++) {
    offset = writeFloat32(bytes, offset, vectors[axis]!);
    bytes[offset++] = SPACE;
  }
  return offset;
}
