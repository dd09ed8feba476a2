import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { thisHost } from '../files/this-process';
import { withTargetLock } from './target-lock';

const root = tempFolder();
let folder: string;
let count = 0;

beforeEach(async () => {
  folder = path.join(root, String(count++));
  await mkdir(folder);
});

const target = (): string => path.join(folder, 'model.onnx');
const lock = (): string => `${target()}.lock`;
const claimOf = (host: string, process: number): string => JSON.stringify({ host, process, id: 'another' });
const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid;

function hold<Result>(work: (signal: AbortSignal) => Promise<Result>, pollMs = 10): Promise<Result> {
  return withTargetLock(target(), { pollMs, signal: new AbortController().signal }, work);
}

it('gives what the work gives or throws, and leaves nothing', async () => {
  expect(await hold(() => Promise.resolve(7))).toBe(7);
  await expect(hold(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ['free', undefined],
  ['of a dead process', () => claimOf(thisHost, deadProcess())],
  ['of a machine that is gone', () => claimOf('elsewhere', 1)],
  ['of a process whose number has passed to another', () => claimOf(thisHost, process.pid)],
  ['that says nothing', () => ''],
])('lets one work at a time where the lock is %s', async (_, left) => {
  if (left) await writeFile(lock(), left());
  let working = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    expect(++working).toBe(1);
    await sleep(1);
    working--;
    done++;
  };
  await Promise.all(Array.from({ length: 6 }, () => hold(work, 2)));
  expect(done).toBe(6);
  expect(await readdir(folder)).toEqual([]);
});

it('is held by one at a time, however many take it over from the dead again and again', async () => {
  const dead = claimOf(thisHost, deadProcess());
  let working = 0;
  let turns = 0;
  const work = async (): Promise<void> => {
    expect(++working).toBe(1);
    await sleep(Math.random() * 2);
    working--;
    // As if this process had died here.
    if (turns++ % 4 !== 0) await writeFile(lock(), dead);
  };
  const comeAndGo = async (): Promise<void> => {
    while (turns < 100) await hold(work, 1);
  };
  await Promise.all(Array.from({ length: 8 }, comeAndGo));
});

it('is taken over at once from a process of this machine that died, also in the midst of taking over', async () => {
  await writeFile(lock(), claimOf(thisHost, deadProcess()));
  await writeFile(`${lock()}.takeover`, claimOf(thisHost, deadProcess()));
  // At this pace the test would end long before a heartbeat is missed.
  expect(await hold(() => readdir(folder), 100)).toEqual(['model.onnx.lock']);
});

it('is waited for as long as its holder shows a sign of life', async () => {
  await writeFile(lock(), claimOf('elsewhere', 1));
  let looks = 0;
  const stop = new AbortController();
  const onWait = (): void => {
    if (++looks === 100) stop.abort();
    void utimes(lock(), looks, looks);
  };
  const waiting = withTargetLock(target(), { pollMs: 1, signal: stop.signal, onWait }, () => Promise.resolve());
  await expect(waiting).rejects.toMatchObject({ failure: { code: 'Cancelled' } });
  expect(await readFile(lock(), 'utf8')).toBe(claimOf('elsewhere', 1));
});

it('tells the work that another has taken the lock, and leaves it to that one', async () => {
  const working = hold(async (signal) => {
    await writeFile(lock(), claimOf('elsewhere', 1));
    await sleep(120_000, undefined, { signal });
  });
  await expect(working).rejects.toMatchObject({ failure: { code: 'DownloadFailed' } });
  expect(await readFile(lock(), 'utf8')).toBe(claimOf('elsewhere', 1));
});

it('says OutputUnwritable where no lock can be made', async () => {
  const nowhere = path.join(folder, 'missing', 'model.onnx');
  const signal = new AbortController().signal;
  await expect(withTargetLock(nowhere, { pollMs: 1, signal }, () => Promise.resolve())).rejects.toMatchObject({
    failure: { code: 'OutputUnwritable' },
  });
});
