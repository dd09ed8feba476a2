import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { modelFileIdSchema } from '../../contract/app/models';
import { ModelFiles } from './model-files';

const folder = tempFolder();

it('hands out the ONNX files of a folder by ids that say nothing of their place', async () => {
  await mkdir(path.join(folder, 'inner.onnx'), { recursive: true });
  for (const name of ['b.onnx', 'a.ONNX', 'photo.jpg']) await writeFile(path.join(folder, name), '');
  await symlink('/etc/hosts', path.join(folder, 'link.onnx'));
  const files = new ModelFiles();
  const entries = await files.addThoseIn([folder, path.join(folder, 'nowhere')]);
  expect(entries.map(({ name }) => name)).toEqual(['a.ONNX', 'b.onnx']);
  expect(files.find(entries[1]!.id)).toBe(path.join(folder, 'b.onnx'));
  expect(entries[1]!.id).not.toContain('b.onnx');
  expect(await files.addThoseIn([folder])).toEqual(entries);
});

it('knows no file that it did not hand out', () => {
  const guess = modelFileIdSchema.parse('0123456789');
  expect(() => new ModelFiles().find(guess)).toThrow(expect.objectContaining({ code: 'ModelMissing' }) as Error);
});
