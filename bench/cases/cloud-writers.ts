import type { CloudWriting } from '../children/cloud-writer';
import { atLeast, atMost, type BenchCase } from '../harness/bench-case';
import { ratioOf } from '../harness/pairs';
import { spreadOf } from '../harness/statistics';
import { startWorker } from '../harness/worker';

const POINTS = 10_000_000;
const MEGABYTE = 1e6;

/** A writer, and the least millions of points or vertices that it is to write each second. */
interface Writer {
  readonly format: string;
  readonly kind: 'points' | 'vertices';
  readonly millionsPerSecond: number;
}

const WRITERS: readonly Writer[] = [
  { format: 'ply', kind: 'points', millionsPerSecond: 5 },
  { format: 'pcd', kind: 'points', millionsPerSecond: 5 },
  { format: 'las', kind: 'points', millionsPerSecond: 5 },
  { format: 'mesh-glb', kind: 'vertices', millionsPerSecond: 5 },
  { format: 'obj', kind: 'vertices', millionsPerSecond: 1 },
];

/** The writers alone: points in memory, or a depth map cut into a mesh, to a synced file. */
export const cloudWriters: readonly BenchCase[] = WRITERS.map(({ format, kind, millionsPerSecond }) => ({
  name: `${format}-writer`,
  title: `10 M ${kind} → ${format.toUpperCase()} on disk`,
  run: async (folder) => {
    const writer = startWorker<number, CloudWriting>('cloud-writer', [folder, format]);
    const { pairs, extraBytes } = await writer.ask(POINTS);
    writer.stop();
    const reached = pairs.map(({ ours }) => POINTS / ours / 1000);
    return {
      kind: 'measured',
      figures: [
        {
          what: `${kind} to a synced file`,
          unit: `M ${kind}/s`,
          measured: spreadOf(reached),
          target: atLeast(millionsPerSecond),
        },
        {
          what: 'peak memory beyond the arrays given',
          unit: 'MB',
          measured: spreadOf([extraBytes / MEGABYTE]),
          target: atMost(100),
        },
        { what: 'time ÷ writing and syncing as many ready bytes', unit: '×', measured: ratioOf(pairs, (ms) => ms) },
      ],
      notes: [],
    };
  },
}));
