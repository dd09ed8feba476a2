import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJsonLines, runConvert, startCli, type RunningCli } from '../fixtures/cli';
import { writeJpegs } from '../fixtures/pictures';
import { expectOnlyWholeResults, filesBelow } from '../fixtures/read-back';
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
