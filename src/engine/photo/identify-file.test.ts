import { execFileSync } from 'node:child_process';
import { open, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { identifyFile } from './identify-file';

const folder = tempFolder();
const file = path.join(folder, 'file');
/** Longer than what is sampled at either end. */
const LENGTH = 200_000;
const content = Buffer.alloc(LENGTH, 'content');
const time = new Date('2026-01-02T03:04:05.678Z');

beforeEach(async () => {
  await writeFile(file, content);
  await utimes(file, time, time);
});

const identity = async (): Promise<string> => (await identifyFile(file))!.identity;

async function setByte(position: number): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write('#', position);
  await handle.close();
  await utimes(file, time, time);
}

describe('identifyFile', () => {
  it('tells size and time, and the same digest for the same file', async () => {
    const first = await identifyFile(file);
    expect(first).toEqual({
      bytes: LENGTH,
      modifiedAt: time,
      identity: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(await identifyFile(file)).toEqual(first);
  });

  it.each([
    ['the first byte', () => setByte(0)],
    ['the last byte', () => setByte(LENGTH - 1)],
    ['the time', () => utimes(file, time, new Date(time.getTime() + 1))],
    ['the size', () => writeFile(file, content.subarray(1)).then(() => utimes(file, time, time))],
  ])('gives another digest when %s is another', async (_, change) => {
    const before = await identity();
    await change();
    expect(await identity()).not.toBe(before);
  });

  it('takes an empty file', async () => {
    await writeFile(file, '');
    expect(await identifyFile(file)).toMatchObject({ bytes: 0 });
  });

  it('answers nothing for a folder', async () => {
    expect(await identifyFile(folder)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('answers nothing for a pipe, at once', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await identifyFile(pipe)).toBeUndefined();
  });

  it('throws where there is no file', async () => {
    await expect(identifyFile(path.join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
