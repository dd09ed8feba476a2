import { strToU8 } from 'fflate';
import type { PointBatch, PointCloud } from '../cloud/point-batch';
import { encodeAsciiPoints } from './ascii-points';
import type { EncodedBytes } from './encoded-bytes';
import { encodeRecords, writeVector } from './point-records';

export interface PlyOptions {
  /** One `comment` line each; what is not printable ASCII becomes `?`, a line break a space. */
  readonly comments: readonly string[];
  readonly encoding: 'binary' | 'ascii';
}

/**
 * A point cloud as PLY 1.0, little-endian where binary.
 *
 * Properties, in this order: float x y z; float nx ny nz where the cloud has normals; uchar red green blue;
 * float confidence where it has that; uchar masked, its mask's reasons, where it has those. In the cloud's own unit and
 * frame: say which in a comment.
 *
 * @throws Error where the batches are not what the cloud announced.
 */
export function* encodePly(cloud: PointCloud, options: PlyOptions): EncodedBytes {
  yield strToU8(plyHeader(cloud, options));
  if (options.encoding === 'binary') yield* encodeBinaryPoints(cloud);
  else {
    const { hasNormals, hasConfidence, hasMaskReasons } = cloud;
    yield* encodeAsciiPoints(cloud, { normals: hasNormals, confidence: hasConfidence, maskReasons: hasMaskReasons });
  }
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
    ...(cloud.hasMaskReasons ? ['property uchar masked'] : []),
    'end_header',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function printableAscii(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[^ -~]/gu, '?');
}

function encodeBinaryPoints(cloud: PointCloud): EncodedBytes {
  const { hasNormals, hasConfidence, hasMaskReasons } = cloud;
  const recordBytes = 15 + (hasNormals ? 12 : 0) + (hasConfidence ? 4 : 0) + (hasMaskReasons ? 1 : 0);
  return encodeRecords(cloud, recordBytes, (view, offset, batch, from, to) => {
    writeRecords(view, offset, batch, cloud, from, to);
  });
}

function writeRecords(
  view: DataView,
  start: number,
  batch: PointBatch,
  { hasNormals, hasConfidence, hasMaskReasons }: PointCloud,
  from: number,
  to: number,
): void {
  const { positions, colours } = batch;
  const normals = hasNormals ? batch.normals : undefined;
  const confidence = hasConfidence ? batch.confidence : undefined;
  const maskReasons = hasMaskReasons ? batch.maskReasons : undefined;
  let offset = start;
  for (let i = from; i < to; i++) {
    writeVector(view, offset, positions, i);
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
    if (maskReasons !== undefined) {
      view.setUint8(offset, maskReasons[i]!);
      offset += 1;
    }
  }
}
