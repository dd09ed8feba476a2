import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { removeFiles } from './remove-files';

const folder = tempFolder();
const { signal } = new AbortController();

it('removes files, whole or begun, and what their downloads left, and no others', async () => {
  const left = ['a', 'a.hash', 'b.part', 'b.part-origin', 'c', 'c.hash'];
  for (const name of left) await writeFile(path.join(folder, name), '');
  await removeFiles(['a', 'b', 'missing'], folder, signal);
  expect(await readdir(folder)).toEqual(['c', 'c.hash']);
});

it('removes nothing where a name leads out of the folder', async () => {
  const outside = path.join(folder, 'outside');
  const inner = path.join(folder, 'inner');
  await mkdir(inner);
  for (const file of [outside, path.join(inner, 'inside')]) await writeFile(file, '');
  const removing = removeFiles(['inside', '../outside'], inner, signal);
  await expect(removing).rejects.toMatchObject({ failure: { code: 'DownloadRefused' } });
  expect([await readFile(outside), await readdir(inner)]).toEqual([Buffer.alloc(0), ['inside']]);
});

it('says OutputUnwritable where a name is borne by a folder', async () => {
  await mkdir(path.join(folder, 'folder'));
  await expect(removeFiles(['folder'], folder, signal)).rejects.toMatchObject({
    failure: { code: 'OutputUnwritable', message: expect.stringContaining('folder') as string },
  });
});
