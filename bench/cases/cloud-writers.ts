import type { CloudWriting } from '../children/cloud-writer';
import { atLeast, atMost, type BenchCase } from '../harness/bench-case';
import { ratioOf } from '../harness/pairs';
import { spreadOf } from '../harness/statistics';
import { startWorker } from '../harness/worker';

const POINTS = 10_000_000;
const MEGABYTE = 1e6;

/** The writers alone: points in memory to a synced file, with normals and confidence. */
export const cloudWriters: readonly BenchCase[] = (['ply', 'pcd', 'las'] as const).map((format) => ({
  name: `${format}-writer`,
  title: `10 M points → ${format.toUpperCase()} on disk`,
  run: async (folder) => {
    const writer = startWorker<number, CloudWriting>('cloud-writer', [folder, format]);
    const { pairs, extraBytes } = await writer.ask(POINTS);
    writer.stop();
    const millionsPerSecond = pairs.map(({ ours }) => POINTS / ours / 1000);
    return {
      kind: 'measured',
      figures: [
        {
          what: 'points to a synced file',
          unit: 'M points/s',
          measured: spreadOf(millionsPerSecond),
          target: atLeast(5),
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
