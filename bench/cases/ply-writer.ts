import type { PlyWriting } from '../children/ply-writer';
import { atLeast, atMost, type BenchCase } from '../harness/bench-case';
import { ratioOf } from '../harness/pairs';
import { spreadOf } from '../harness/statistics';
import { startWorker } from '../harness/worker';

const POINTS = 10_000_000;
const MEGABYTE = 1e6;

/** The writer alone: points in memory to a synced file, with normals and confidence, 31 bytes a point. */
export const plyWriter: BenchCase = {
  name: 'ply-writer',
  title: '10 M points → PLY on disk',
  run: async (folder) => {
    const writer = startWorker<number, PlyWriting>('ply-writer', [folder]);
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
};
