import { strToU8 } from 'fflate';
import type { PointBatch, PointCloud } from '../cloud/point-batch';
import { encodeAsciiPoints } from './ascii-points';
import { countedBatches } from './counted-batches';
import { CHUNK_BYTES, type EncodedBytes } from './encoded-bytes';

export interface PlyOptions {
  /** One `comment` line each; what is not printable ASCII becomes `?`, a line break a space. */
  readonly comments: readonly string[];
  readonly encoding: 'binary' | 'ascii';
}

/**
 * A point cloud as PLY 1.0, little-endian where binary.
 *
 * Properties, in this order: float x y z; float nx ny nz where the cloud has normals; uchar red green blue;
 * float confidence where it has that. Metres, in the cloud's own frame: say which in a comment.
 *
 * @throws Error where the batches are not what the cloud announced.
 */
export function* encodePly(cloud: PointCloud, options: PlyOptions): EncodedBytes {
  yield strToU8(plyHeader(cloud, options));
  if (options.encoding === 'binary') yield* encodeBinaryPoints(cloud);
  else yield* encodeAsciiPoints(cloud, { normals: cloud.hasNormals, confidence: cloud.hasConfidence });
}

function plyHeader(cloud: PointCloud, options: PlyOptions): string {
  const lines = [
    'ply',
    `format ${options.encoding === 'binary' ? 'binary_little_endian' : 'ascii'} 1.0`,
    ...options.comments.map((comment) => `comment ${printableAscii(comment)}`),
    `element vertex ${cloud.count}`,
    ...['x', 'y', 'z'].map((name) => `property float ${name}`),
    ...(cloud.hasNormals ? ['nx', 'ny', 'nz'].map((name) => `property float ${name}`) : []),
    ...['red', 'green', 'blue'].map((name) => `property uchar ${name}`),
    ...(cloud.hasConfidence ? ['property float confidence'] : []),
    'end_header',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function printableAscii(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[^ -~]/gu, '?');
}

function* encodeBinaryPoints(cloud: PointCloud): EncodedBytes {
  const recordBytes = 15 + (cloud.hasNormals ? 12 : 0) + (cloud.hasConfidence ? 4 : 0);
  const chunk = new Uint8Array(Math.floor(CHUNK_BYTES / recordBytes) * recordBytes);
  const view = new DataView(chunk.buffer);
  let offset = 0;
  for (const batch of countedBatches(cloud)) {
    for (let from = 0; from < batch.count;) {
      const to = Math.min(batch.count, from + (chunk.length - offset) / recordBytes);
      writeRecords(view, offset, batch, cloud, from, to);
      offset += (to - from) * recordBytes;
      from = to;
      if (offset === chunk.length) {
        yield chunk;
        offset = 0;
      }
    }
  }
  if (offset > 0) yield chunk.subarray(0, offset);
}

// A DataView, since records of 15 or 31 bytes put floats at odd offsets: V8 compiles it to plain unaligned stores, three
// times as fast as copying the bytes of a Float32Array.
function writeRecords(
  view: DataView,
  start: number,
  batch: PointBatch,
  { hasNormals, hasConfidence }: PointCloud,
  from: number,
  to: number,
): void {
  const { positionsMetres, colours } = batch;
  const normals = hasNormals ? batch.normals : undefined;
  const confidence = hasConfidence ? batch.confidence : undefined;
  let offset = start;
  for (let i = from; i < to; i++) {
    writeVector(view, offset, positionsMetres, i);
    offset += 12;
    if (normals !== undefined) {
      writeVector(view, offset, normals, i);
      offset += 12;
    }
    view.setUint8(offset, colours[3 * i]!);
    view.setUint8(offset + 1, colours[3 * i + 1]!);
    view.setUint8(offset + 2, colours[3 * i + 2]!);
    offset += 3;
    if (confidence !== undefined) {
      view.setFloat32(offset, confidence[i]!, true);
      offset += 4;
    }
  }
}

function writeVector(view: DataView, offset: number, vectors: Float32Array, i: number): void {
  view.setFloat32(offset, vectors[3 * i]!, true);
  view.setFloat32(offset + 4, vectors[3 * i + 1]!, true);
  view.setFloat32(offset + 8, vectors[3 * i + 2]!, true);
}
