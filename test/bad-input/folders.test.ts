import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtCli } from '../../scripts/setup/project.mjs';
import { readJsonLines, runConvert, startCli } from '../fixtures/cli';
import { placeCodedPicture, writeJpeg, writeJpegs } from '../fixtures/pictures';
import { expectOnlyWholeResults, filesBelow } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const onWindows = process.platform === 'win32';
const asRoot = process.getuid?.() === 0;
/** Permissions mean nothing to root: what is about them runs as nobody then. */
const NOBODY = 65_534;
const ordinaryUser = asRoot ? { user: NOBODY } : {};
const canBeOrdinary =
  !asRoot || spawnSync(process.execPath, [builtCli, '--version'], { uid: NOBODY, gid: NOBODY }).status === 0;
if (!canBeOrdinary)
  console.log('Skipped: what is about permissions needs a folder that other users than root may read.');
const cache = ['--no-cache', '--max-points', '100'];

const folder = tempFolder();
const at = (...names: string[]): string => path.join(folder, ...names);
const photos = [at('a.jpg'), at('b.jpg'), at('c.jpg'), at('d.jpg')] as const;

beforeAll(async () => {
  await chmod(folder, 0o755);
  await writeJpegs(photos);
});

const failure = (code: string, file: string) => ({
  status: 'failed',
  outputs: [],
  error: {
    code,
    message: expect.stringContaining(file) as string,
    remedy: expect.stringMatching(/^[A-Z].+\.$/) as string,
  },
});

/** An empty folder that everyone may write to. */
async function openFolder(name: string): Promise<string> {
  await mkdir(at(name));
  await chmod(at(name), 0o777);
  return at(name);
}

describe('a folder of all sorts', () => {
  it.skipIf(onWindows || !canBeOrdinary)('is converted around its junk, circles and closed doors', async () => {
    const sorts = await openFolder('sorts');
    for (const name of ['.DS_Store', 'Thumbs.db', '._photo.jpg', 'notes.txt'])
      await writeFile(path.join(sorts, name), 'junk');
    await writeJpeg(path.join(sorts, 'photo.jpg'));
    await writeJpeg(path.join(sorts, 'secret.jpg'));
    await mkdir(path.join(sorts, 'sub'));
    await writeJpeg(path.join(sorts, 'sub', 'photo.jpg'));
    await mkdir(path.join(sorts, 'closed'));
    await symlink(sorts, path.join(sorts, 'sub', 'loop'));
    await chmod(path.join(sorts, 'secret.jpg'), 0);
    await chmod(path.join(sorts, 'closed'), 0);
    const out = await openFolder('sorts-out');
    const result = await runConvert([sorts, '--out', out, '--recursive', ...cache], ordinaryUser);
    await chmod(path.join(sorts, 'closed'), 0o755);
    expect(result).toMatchObject({ code: 1, summary: { done: 2, failed: 2, ignored: 4 } });
    const failed = result.photos.filter(({ status }) => status === 'failed');
    expect(failed).toEqual([
      { event: 'photo', photo: path.join(sorts, 'closed'), ...failure('FolderUnreadable', path.join(sorts, 'closed')) },
      {
        event: 'photo',
        photo: path.join(sorts, 'secret.jpg'),
        ...failure('PhotoUnreadable', path.join(sorts, 'secret.jpg')),
      },
    ]);
    expect(await filesBelow(out)).toEqual(['photo.json', 'photo.ply', 'sub/photo.json', 'sub/photo.ply']);
    await expectOnlyWholeResults(out);
  });
});

describe('an output folder', () => {
  it.skipIf(onWindows || !canBeOrdinary)('that may not be written to fails each photo with the remedy', async () => {
    const out = at('read-only');
    await mkdir(out);
    await chmod(out, 0o555);
    const result = await runConvert([photos[0], photos[1], '--out', out, ...cache], ordinaryUser);
    expect(result).toMatchObject({ code: 1, summary: { done: 0, failed: 2 } });
    expect(result.photos).toMatchObject([failure('OutputUnwritable', out), failure('OutputUnwritable', out)]);
    expect(await filesBelow(out)).toEqual([]);
  });

  it('that is a file fails each photo and leaves the file alone', async () => {
    const out = at('file');
    await writeFile(out, 'someone’s work');
    const result = await runConvert([photos[0], '--out', out, ...cache]);
    expect(result).toMatchObject({ code: 1, photos: [failure('OutputUnwritable', out)] });
    expect(await filesBelow(folder)).toContain('file');
  });

  it('that is deleted meanwhile is made again, or fails the photo that was being written', async () => {
    const out = at('deleted');
    const run = startCli(['convert', ...photos, '--out', out, '--json', '--jobs', '1', ...cache]);
    await run.line('"status":"done"');
    await rm(out, { recursive: true, force: true, maxRetries: 5 });
    const { photos: events, summary } = readJsonLines(await run.result);
    expect(summary.done + summary.failed).toBe(photos.length);
    expect(summary.done).toBeGreaterThanOrEqual(photos.length - 1);
    for (const event of events) {
      if (event.status === 'failed') expect(event).toMatchObject(failure('OutputUnwritable', out));
    }
    await expectOnlyWholeResults(out);
  });

  it.skipIf(onWindows)('on a full disk fails what finds no room, and keeps what did', async (context) => {
    const out = at('full');
    await mkdir(out);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', out], { stdio: 'ignore' });
    } catch {
      console.log('Skipped: only root can mount the small disk that this test fills.');
      context.skip();
    }
    try {
      // 31 bytes a point: one cloud of 40,000 finds room on 2 MiB, two do not.
      const result = await runConvert([...photos, '--out', out, '--jobs', '1', '--no-cache', '--max-points', '40000']);
      expect(result).toMatchObject({ code: 1, summary: { done: 1, failed: 3 } });
      expect(result.photos.slice(1)).toMatchObject(
        ['b.ply', 'c.ply', 'd.ply'].map((name) => failure('DiskFull', path.join(out, name))),
      );
      await expectOnlyWholeResults(out);
    } finally {
      execFileSync('umount', [out]);
    }
  });
});

describe('a photo', () => {
  it('that is deleted meanwhile fails alone', async () => {
    const last = await writeJpeg(at('last.jpg'), placeCodedPicture());
    const out = at('vanished-out');
    const run = startCli(['convert', ...photos, last, '--out', out, '--json', '--jobs', '1', ...cache]);
    await run.line('"status":"done"');
    await rm(last);
    const { photos: events, summary } = readJsonLines(await run.result);
    expect(summary).toMatchObject({ done: photos.length, failed: 1 });
    expect(events.at(-1)).toMatchObject(failure('PhotoUnreadable', last));
    await expectOnlyWholeResults(out);
  });
});
