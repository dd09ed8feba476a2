import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { centredIntrinsics } from '../../src/core/camera/intrinsics';
import { pixels } from '../../src/core/camera/units';
import type { PointCloud } from '../../src/core/cloud/point-batch';
import { depthMapRows } from '../../src/core/depth/depth-map';
import type { DepthRows } from '../../src/core/depth/depth-rows';
import { DEFAULT_EDGE_THRESHOLD } from '../../src/core/depth/edges';
import { CHUNK_BYTES } from '../../src/core/formats/encoded-bytes';
import { encodeGlbMesh, glbMeshBounds } from '../../src/core/formats/glb-mesh';
import { glbPositions } from '../../src/core/formats/glb-positions';
import { encodeLas } from '../../src/core/formats/las';
import { encodeObj } from '../../src/core/formats/obj';
import { encodePcd } from '../../src/core/formats/pcd';
import { encodePly } from '../../src/core/formats/ply';
import { meshOfDepth, type GridMesh } from '../../src/core/mesh/grid-mesh';
import { discardFiles, stageFile } from '../../src/engine/files/staged-file';
import { interleave, timeMs, type Pair } from '../harness/pairs';
import { peakMemoryBytes } from '../harness/peak-memory';

const PAIRS = 5;

const SURFACE_ROWS = 2500;

/** What makes a format's file of so many points, which are in memory first; a mesh is cut anew each time. */
const ENCODERS = {
  ply: ofCloud((cloud) => encodePly(cloud, { encoding: 'binary', comments: [] })),
  pcd: ofCloud((cloud) => encodePcd(cloud, 'binary')),
  las: ofCloud((cloud) =>
    encodeLas(cloud, { version: '1.2', unitsPerMetre: 1, software: 'Fathom', createdOn: new Date(0) }),
  ),
  'mesh-glb': ofMesh((mesh) =>
    encodeGlbMesh(mesh, glbPositions(glbMeshBounds(mesh), false), new Uint8Array(4), 'Fathom'),
  ),
  obj: ofMesh((mesh) => encodeObj(mesh, { frame: 'opencv', unit: 'm', comments: [], materialFile: 'm' })),
} as const;

type Encode = () => Iterable<Uint8Array>;

function ofCloud(encode: (cloud: PointCloud) => Iterable<Uint8Array>): (points: number) => Encode {
  return (points) => {
    const cloud = cloudInMemory(points);
    return () => encode(cloud);
  };
}

function ofMesh(encode: (mesh: GridMesh) => Iterable<Uint8Array>): (points: number) => Encode {
  return (points) => {
    const rows = surfaceInMemory(points);
    const shape = { stepPx: 1, maxVertices: undefined, edgeThreshold: DEFAULT_EDGE_THRESHOLD };
    return () => encode(meshOfDepth(rows, shape));
  };
}

export interface CloudWriting {
  /** Milliseconds: ours encodes, writes and syncs; the other writes and syncs as many bytes that were there before. */
  readonly pairs: readonly Pair<number>[];
  /** The most memory held while writing, less what was held just before, the points included. */
  readonly extraBytes: number;
}

// In a process of its own, so that the peak is the writer's. Sent a number of points, it answers with a CloudWriting.
const [folder, format] = process.argv.slice(2) as [string, keyof typeof ENCODERS];

process.on('message', (points: number) => {
  void measure(ENCODERS[format](points)).then((writing) => process.send!(writing));
});

async function measure(encode: Encode): Promise<CloudWriting> {
  const before = process.memoryUsage.rss();
  const bytes = await writeFile(encode);
  const extraBytes = peakMemoryBytes() - before;
  const pairs = await interleave(
    PAIRS,
    0,
    () => timeMs(() => writeFile(encode)),
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

/** A wavy wall with a step in it, a vertex for each pixel. */
function surfaceInMemory(points: number): DepthRows {
  const size = { widthPx: points / SURFACE_ROWS, heightPx: SURFACE_ROWS };
  const depthMetres = new Float32Array(points).map((_, i) => {
    const [x, y] = [i % size.widthPx, Math.floor(i / size.widthPx)];
    return (x > size.widthPx / 2 ? 3 : 5) + Math.sin(x / 90) * Math.cos(y / 70);
  });
  const mask = new Uint8Array(points);
  const intrinsics = centredIntrinsics(size, pixels(3000));
  return depthMapRows({ size, intrinsics, depthMetres, mask, normals: undefined, confidence: undefined });
}

async function writeFile(encode: Encode): Promise<number> {
  const staged = await stageFile(path.join(folder, `written.${format}`), encode());
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
