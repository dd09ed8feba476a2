import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PointCloud } from '../../src/core/cloud/point-batch';
import { CHUNK_BYTES } from '../../src/core/formats/encoded-bytes';
import { encodeLas } from '../../src/core/formats/las';
import { encodePcd } from '../../src/core/formats/pcd';
import { encodePly } from '../../src/core/formats/ply';
import { discardFiles, stageFile } from '../../src/engine/files/staged-file';
import { interleave, timeMs, type Pair } from '../harness/pairs';
import { peakMemoryBytes } from '../harness/peak-memory';

const PAIRS = 5;

const ENCODERS = {
  ply: (cloud: PointCloud) => encodePly(cloud, { encoding: 'binary', comments: [] }),
  pcd: (cloud: PointCloud) => encodePcd(cloud, 'binary'),
  las: (cloud: PointCloud) =>
    encodeLas(cloud, { version: '1.2', unitsPerMetre: 1, software: 'Fathom', createdOn: new Date(0) }),
} as const;

export interface CloudWriting {
  /** Milliseconds: ours encodes, writes and syncs; the other writes and syncs as many bytes that were there before. */
  readonly pairs: readonly Pair<number>[];
  /** The most memory held while writing, less what was held just before, the points included. */
  readonly extraBytes: number;
}

// In a process of its own, so that the peak is the writer's. Sent a number of points, it answers with a CloudWriting.
const [folder, format] = process.argv.slice(2) as [string, keyof typeof ENCODERS];

process.on('message', (points: number) => {
  void measure(cloudInMemory(points)).then((writing) => process.send!(writing));
});

async function measure(cloud: PointCloud): Promise<CloudWriting> {
  const before = process.memoryUsage.rss();
  const bytes = await writeCloud(cloud);
  const extraBytes = peakMemoryBytes() - before;
  const pairs = await interleave(
    PAIRS,
    0,
    () => timeMs(() => writeCloud(cloud)),
    () => timeMs(() => writeReadyBytes(bytes)),
  );
  return { pairs, extraBytes };
}

/** A cloud that is there already, so that nothing but the writer takes time and memory. */
function cloudInMemory(count: number): PointCloud {
  const batch = {
    count,
    positions: new Float32Array(3 * count).map((_, i) => i / count),
    colours: new Uint8Array(3 * count).map((_, i) => i),
    normals: new Float32Array(3 * count).fill(Math.SQRT1_2),
    confidence: new Float32Array(count).fill(0.5),
  };
  return { count, hasNormals: true, hasConfidence: true, hasMaskReasons: false, batches: () => [batch] };
}

async function writeCloud(cloud: PointCloud): Promise<number> {
  const staged = await stageFile(path.join(folder, `cloud.${format}`), ENCODERS[format](cloud));
  await staged.synced;
  await discardFiles([staged]);
  return staged.bytes;
}

/** As many bytes, in chunks of the same size. */
async function writeReadyBytes(bytes: number): Promise<void> {
  const file = path.join(folder, 'ready-bytes');
  const chunk = new Uint8Array(CHUNK_BYTES).fill(1);
  const handle = await open(file, 'w');
  for (let left = bytes; left > 0; left -= chunk.length) await handle.write(chunk, 0, Math.min(left, chunk.length));
  await handle.sync();
  await handle.close();
  await rm(file);
}
