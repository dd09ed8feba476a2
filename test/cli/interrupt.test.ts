import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJsonLines, runConvert, startCli, type RunningCli } from '../fixtures/cli';
import { writeJpegs } from '../fixtures/pictures';
import { expectOnlyWholeResults, filesBelow, readNpy } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const PHOTOS = 10;
const folder = tempFolder();
const photos = path.join(folder, 'photos');
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
/** Two files for each photo, so that one may be there and the other not. */
const formats = ['--format', 'ply,npy'];

beforeAll(async () => {
  await mkdir(photos);
  await writeJpegs(Array.from({ length: PHOTOS }, (_, i) => path.join(photos, `${String(i)}.jpg`)));
});

const start = (out: string, ...options: string[]): RunningCli =>
  startCli(['convert', photos, '--out', out, '--json', '--no-cache', ...formats, ...options], { env });

/** A module for Node to load first: it ends the process, as a power cut would, once so many files have their names. */
const killAfterRenames = (renames: number): string => `
  const files = require('node:fs/promises');
  const { rename } = files;
  let left = ${String(renames)};
  files.rename = async (...names) => {
    if (left > 0) await rename(...names);
    if (--left <= 0) process.kill(process.pid, 'SIGKILL');
  };`;

/** Waits until a file is being written in the folder. */
async function writeUnderWay(out: string): Promise<void> {
  while (!existsSync(out) || !(await readdir(out)).some((name) => name.endsWith('.part'))) await sleep(1);
}

describe.skipIf(process.platform === 'win32')('fathom convert', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'finishes what it is writing at %s, reports, and can be gone on with',
    async (signal) => {
      const out = path.join(folder, signal);
      const run = start(out);
      await run.line('"status":"done"');
      run.child.kill(signal);
      const stopped = await run.result;
      expect(stopped).toMatchObject({ code: 130, signal: null, stderr: '' });
      const { photos: done, summary } = readJsonLines(stopped);
      expect(done.map(({ status }) => status)).toEqual(done.map(() => 'done'));
      expect(summary.done).toBe(done.length);
      expect(summary.done + summary.cancelled).toBe(PHOTOS);
      expect(summary.cancelled).toBeGreaterThan(0);
      expect(await filesBelow(out)).toHaveLength(3 * summary.done);
      await expectOnlyWholeResults(out);

      const rest = await runConvert([photos, '--out', out, ...formats], { env });
      expect(rest).toMatchObject({ code: 0, summary: { done: PHOTOS - summary.done, skipped: summary.done } });
      await expectOnlyWholeResults(out);
    },
  );

  it('leaves nothing half-written that the next run does not mend when it is killed in a write', async () => {
    const out = path.join(folder, 'killed');
    const run = start(out);
    await run.line('"status":"done"');
    await writeUnderWay(out);
    run.child.kill('SIGKILL');
    expect(await run.result).toMatchObject({ signal: 'SIGKILL' });

    const rest = await runConvert([photos, '--out', out, ...formats], { env });
    expect(rest).toMatchObject({ code: 0, summary: { failed: 0 } });
    expect(rest.summary.done + rest.summary.skipped).toBe(PHOTOS);
    expect(await filesBelow(out)).toHaveLength(3 * PHOTOS);
    await expectOnlyWholeResults(out);
  });

  it.each([0, 1, 2, 3])('mends a photo of three files that was killed after %i had their names', async (renames) => {
    const out = path.join(folder, `killed-after-${String(renames)}`);
    const hook = path.join(folder, `hook-${String(renames)}.cjs`);
    await writeFile(hook, killAfterRenames(renames));
    const photo = [path.join(photos, '0.jpg'), '--out', out, '--no-cache', ...formats];
    const killed = await startCli(['convert', ...photo], { env: { NODE_OPTIONS: `--require ${hook}` } }).result;
    expect(killed.signal).toBe('SIGKILL');
    expect((await filesBelow(out)).filter((name) => !name.endsWith('.part'))).toHaveLength(renames);

    expect(await runConvert(photo, { env })).toMatchObject({ code: 0, summary: { failed: 0 } });
    expect(await filesBelow(out)).toHaveLength(3);
    await expectOnlyWholeResults(out);
  });

  it('takes no old file for a new one when it was killed while it replaced them', async () => {
    const out = path.join(folder, 'killed-replacing');
    const hook = path.join(folder, 'hook-replacing.cjs');
    await writeFile(hook, killAfterRenames(1));
    const photo = [path.join(photos, '0.jpg'), '--out', out, '--format', 'npy'];
    await runConvert([...photo, '--focal-px', '300'], { env });
    const { values: before } = await readNpy(path.join(out, '0.depth.npy'));
    const killed = startCli(['convert', ...photo, '--focal-px', '600'], {
      env: { ...env, NODE_OPTIONS: `--require ${hook}` },
    });
    expect((await killed.result).signal).toBe('SIGKILL');

    expect((await runConvert([...photo, '--focal-px', '600'], { env })).summary).toMatchObject({ done: 1 });
    const { values: after } = await readNpy(path.join(out, '0.depth.npy'));
    expect(after[0]! / before[0]!).toBeCloseTo(2, 3);
  });

  it('can run twice at once into one folder', async () => {
    const out = path.join(folder, 'twice');
    const results = await Promise.all([start(out).result, start(out).result]);
    for (const result of results) {
      expect(result).toMatchObject({ code: 0, stderr: '' });
      const { summary } = readJsonLines(result);
      expect(summary.done + summary.skipped).toBe(PHOTOS);
    }
    expect(await filesBelow(out)).toHaveLength(3 * PHOTOS);
    await expectOnlyWholeResults(out);
  });
});
