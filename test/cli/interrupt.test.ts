import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJsonLines, runConvert, startCli, type CliResult } from '../fixtures/cli';
import { writeJpegs } from '../fixtures/pictures';
import { expectOnlyWholeResults, filesBelow, readNpy } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const PHOTOS = 10;
/** A cloud, a depth map and the sidecar. */
const FILES_A_PHOTO = 3;
const folder = tempFolder();
const photos = path.join(folder, 'photos');
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
/** Two files for each photo, so that one may be there and the other not. */
const formats = ['--format', 'ply,npy'];

beforeAll(async () => {
  await mkdir(photos);
  await writeJpegs(Array.from({ length: PHOTOS }, (_, i) => path.join(photos, `${String(i)}.jpg`)));
});

/** Converts all photos, after it has loaded a module of the test's own. */
const convert = (out: string, hook?: string): Promise<CliResult> =>
  startCli(['convert', photos, '--out', out, '--json', '--no-cache', ...formats], {
    env: { ...env, ...(hook !== undefined && { NODE_OPTIONS: `--require ${hook}` }) },
  }).result;

/** A module for Node to load first: the process gets the signal once so many files have their names, be it ever so busy. */
const signalAfterRenames = (renames: number, signal: NodeJS.Signals): string => `
  const files = require('node:fs/promises');
  const { rename } = files;
  let left = ${String(renames)};
  files.rename = async (...names) => {
    await rename(...names);
    if (--left === 0) process.kill(process.pid, '${signal}');
  };`;

/** A module for Node to load first: it ends the process once it has written a part of this file of those that pass. */
const killInWriteOf = (nth: number): string => `
  const files = require('node:fs/promises');
  const { open } = files;
  let left = ${String(nth)};
  files.open = async (name, ...rest) => {
    const file = await open(name, ...rest);
    if (!String(name).endsWith('.part') || --left !== 0) return file;
    const { write } = file;
    file.write = async (bytes, from, count) => {
      await write.call(file, bytes, from, Math.ceil(count / 2));
      process.kill(process.pid, 'SIGKILL');
    };
    return file;
  };`;

/** A module for Node to load first: it ends the process, as a power cut would, once so many files have their names. */
const killAfterRenames = (renames: number): string => `
  const files = require('node:fs/promises');
  const { rename } = files;
  let left = ${String(renames)};
  files.rename = async (...names) => {
    if (left > 0) await rename(...names);
    if (--left <= 0) process.kill(process.pid, 'SIGKILL');
  };`;

describe.skipIf(process.platform === 'win32')('fathom convert', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'finishes what it is writing at %s, reports, and can be gone on with',
    async (signal) => {
      const out = path.join(folder, signal);
      const hook = path.join(folder, `hook-${signal}.cjs`);
      await writeFile(hook, signalAfterRenames(FILES_A_PHOTO, signal));
      const stopped = await convert(out, hook);
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
    const hook = path.join(folder, 'hook-in-write.cjs');
    await writeFile(hook, killInWriteOf(3 * FILES_A_PHOTO + 2));
    expect(await convert(out, hook)).toMatchObject({ signal: 'SIGKILL' });
    const left = await filesBelow(out);
    expect(left.some((name) => name.endsWith('.part'))).toBe(true);
    expect(left.some((name) => !name.endsWith('.part'))).toBe(true);

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
    const results = await Promise.all([convert(out), convert(out)]);
    for (const result of results) {
      expect(result).toMatchObject({ code: 0, stderr: '' });
      const { summary } = readJsonLines(result);
      expect(summary.done + summary.skipped).toBe(PHOTOS);
    }
    expect(await filesBelow(out)).toHaveLength(3 * PHOTOS);
    await expectOnlyWholeResults(out);
  });
});
