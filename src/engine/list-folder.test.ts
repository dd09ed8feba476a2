import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../test/fixtures/temp-folder';
import { listFolder } from './list-folder';

const folder = tempFolder();
const JPEG_START = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]);

describe('listFolder', () => {
  it('tells photos, also those with a wrong name, from all else, in the order people read', async () => {
    const put = (name: string, content: string | Buffer = 'x'): Promise<void> =>
      writeFile(path.join(folder, name), content);
    for (const name of ['IMG_10.jpg', 'img_2.JPG', 'shot.NEF', '.hidden.jpg', 'notes.txt']) await put(name);
    await put('no-extension', JPEG_START);
    // Fathom's own preview and depth, known by the sidecar beside them.
    for (const name of ['IMG_10.preview.png', 'IMG_10.depth.png', 'IMG_10.json']) await put(name);
    await mkdir(path.join(folder, 'b'));
    await symlink(path.join(folder, 'b'), path.join(folder, 'a-link'));
    await symlink(path.join(folder, 'nowhere'), path.join(folder, 'broken.jpg'));
    const listing = await listFolder(folder);
    expect(listing.photos.map(({ name }) => name)).toEqual(['img_2.JPG', 'IMG_10.jpg', 'no-extension', 'shot.NEF']);
    expect(listing.photos[0]).toMatchObject({ bytes: 1 });
    expect(listing.folders).toEqual(['a-link', 'b']);
    expect(listing.ignored).toBe(4);
  });

  it('names a folder that is not there, with the remedy', async () => {
    await expect(listFolder(path.join(folder, 'gone'))).rejects.toMatchObject({
      failure: { code: 'FolderUnreadable', message: expect.stringContaining('gone') as string },
    });
  });
});
