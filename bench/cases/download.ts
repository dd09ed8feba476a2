import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { downloadFiles } from '../../src/engine/download/download-files';
import type { ServedFile } from '../children/file-server';
import { atLeast, type BenchCase } from '../harness/bench-case';
import { interleave, ratioOf, timeMs, type Pair } from '../harness/pairs';
import { median, spreadOf } from '../harness/statistics';
import { startWorker } from '../harness/worker';

/** As many as Metric3D's small model. */
const BYTES = 150_739_433;
const HELD_BYTES_PER_SECOND = 50_000_000;
const PAIRS = 4;
const MEGABYTE = 1e6;
const HOST = '127.0.0.1';

/** Whether hashing while streaming, and the sync at the end, cost a download anything. */
export const downloadRate: BenchCase = {
  name: 'download',
  title: '151 MB from this machine, against curl',
  run: async (folder) => {
    const version = await curlVersion();
    if (version === undefined) return { kind: 'skipped', reason: 'no curl' };
    // A proxy would be measured instead of the download.
    process.env['NO_PROXY'] = HOST;
    const server = startWorker<number, ServedFile>('file-server', []);
    try {
      const served = await server.ask(BYTES);
      const held = await pairsAt(String(HELD_BYTES_PER_SECOND), served, folder);
      const free = await pairsAt('unlimited', served, folder);
      return {
        kind: 'measured',
        figures: [
          {
            what: "rate ÷ curl's, server held to 50 MB/s",
            unit: '×',
            measured: ratioOf(held, (rate) => rate),
            target: atLeast(0.95),
          },
          { what: "rate ÷ curl's, unthrottled", unit: '×', measured: ratioOf(free, (rate) => rate) },
          { what: 'rate, unthrottled', unit: 'MB/s', measured: spreadOf(free.map(({ ours }) => ours / MEGABYTE)) },
        ],
        notes: [
          `held: ours ${rateOf(held, 'ours')}, curl ${rateOf(held, 'other')}; unthrottled: ours ${rateOf(free, 'ours')}, curl ${rateOf(free, 'other')}`,
          `Ours is the whole call: hash, sync, rename. ${version}'s rate is its own count, without a hash or a sync.`,
        ],
      };
    } finally {
      server.stop();
    }
  },
};

/** Bytes a second of both; the files are removed between the downloads. */
function pairsAt(rate: string, { port, sha256 }: ServedFile, folder: string): Promise<Pair<number>[]> {
  const url = `http://${HOST}:${String(port)}/${rate}`;
  const target = path.join(folder, 'ours');
  return interleave(
    PAIRS,
    1,
    async () => {
      const file = { name: 'model.onnx', urls: [url], bytes: BYTES, sha256 };
      const ms = await timeMs(() => downloadFiles([file], target, { allowLoopbackHttp: true }));
      await rm(target, { recursive: true });
      return (1000 * BYTES) / ms;
    },
    () => curlRate(url, path.join(folder, 'curl')),
  );
}

async function curlRate(url: string, target: string): Promise<number> {
  const { stdout } = await promisify(execFile)('curl', [
    '--silent',
    '--show-error',
    '--fail',
    '--output',
    target,
    '--write-out',
    '%{speed_download}',
    url,
  ]);
  await rm(target);
  return Number(stdout);
}

/** "curl 8.5.0"; undefined where there is none. */
async function curlVersion(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('curl', ['--version']);
    return stdout.split(' ').slice(0, 2).join(' ');
  } catch {
    return undefined;
  }
}

function rateOf(pairs: readonly Pair<number>[], side: 'ours' | 'other'): string {
  return `${(median(pairs.map((pair) => pair[side])) / MEGABYTE).toFixed(1)} MB/s`;
}
