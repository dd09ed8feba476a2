import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { bytesOf, remoteFile } from '../../../test/fixtures/remote-file';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { verifyFiles } from './verify-files';

const content = bytesOf(1_000);
const file = remoteFile(content);
const root = tempFolder();
let folder: string;
let count = 0;

beforeEach(async () => {
  folder = path.join(root, String(count++));
  await mkdir(folder);
});

const target = (): string => path.join(folder, file.name);

async function state(options?: Parameters<typeof verifyFiles>[2]): Promise<string | undefined> {
  return (await verifyFiles([file], folder, options))[0]?.state;
}

/** Changes what the file holds as a rotten disk does: neither size nor time tell. */
async function rot(): Promise<void> {
  const { atime, mtime } = await stat(target());
  await utimes(target(), atime, mtime);
  await state();
  await writeFile(target(), bytesOf(content.length, 2));
  await utimes(target(), atime, mtime);
}

it('tells whole, missing and damaged files apart, in the order given', async () => {
  const named = (name: string) => ({ ...file, name });
  await writeFile(path.join(folder, 'whole'), content);
  await writeFile(path.join(folder, 'short'), content.subarray(1));
  await writeFile(path.join(folder, 'other'), bytesOf(content.length, 2));
  await mkdir(path.join(folder, 'folder'));
  const names = ['other', 'missing', 'whole', 'short', 'folder'];
  expect(await verifyFiles(names.map(named), folder)).toEqual([
    { name: 'other', state: 'damaged' },
    { name: 'missing', state: 'missing' },
    { name: 'whole', state: 'whole' },
    { name: 'short', state: 'damaged' },
    { name: 'folder', state: 'damaged' },
  ]);
});

it('finds all missing where there is no folder', async () => {
  expect(await verifyFiles([file], path.join(folder, 'none'))).toEqual([{ name: file.name, state: 'missing' }]);
});

it('reads a file again when its time has changed', async () => {
  await writeFile(target(), content);
  expect(await state()).toBe('whole');
  await writeFile(target(), bytesOf(content.length, 2));
  await utimes(target(), 1, 1);
  expect(await state()).toBe('damaged');
  await writeFile(target(), content);
  await utimes(target(), 2, 2);
  expect(await state()).toBe('whole');
});

it('does not read a file again that bears the size and time it had, unless afresh', async () => {
  await writeFile(target(), content);
  await rot();
  expect(await state()).toBe('whole');
  expect(await state({ afresh: true })).toBe('damaged');
  expect(await state()).toBe('damaged');
});

it.each(['', '{"bytes":1}', 'null'])('computes a hash again where what it remembers is broken: %j', async (memory) => {
  await writeFile(target(), content);
  await writeFile(`${target()}.hash`, memory);
  expect(await state()).toBe('whole');
  expect(JSON.parse(await readFile(`${target()}.hash`, 'utf8'))).toMatchObject({ bytes: '1000', sha256: file.sha256 });
});

it('stops when cancelled', async () => {
  await writeFile(target(), content);
  await expect(state({ signal: AbortSignal.abort() })).rejects.toMatchObject({ failure: { code: 'Cancelled' } });
});
