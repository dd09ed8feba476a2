import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { findPhotos } from './find-photos';

/** What every JPEG begins with: enough to be taken for a photo. */
const JPEG_START = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);

const root = tempFolder();
let folder: string;
let count = 0;

beforeEach(async () => {
  folder = path.join(root, String(count++));
  await mkdir(folder);
});

const at = (...names: string[]): string => path.join(folder, ...names);

async function put(file: string, content: Buffer | string = JPEG_START): Promise<void> {
  await mkdir(path.dirname(at(file)), { recursive: true });
  await writeFile(at(file), content);
}

async function find(inputs: readonly string[], options: { recursive?: boolean; outputFolder?: string } = {}) {
  const result = await findPhotos(inputs, { recursive: false, outputFolder: at('out'), except: [], ...options });
  const photos = result.photos.map((photo) => [path.relative(folder, photo.path), path.join(photo.outputSubfolder)]);
  return { ...result, photos };
}

describe('findPhotos', () => {
  it('takes a file that is named as it is, there or not', async () => {
    await put('notes.txt', 'no photo');
    const { photos } = await find([at('notes.txt'), at('missing.jpg')]);
    expect(photos).toEqual([
      ['notes.txt', '.'],
      ['missing.jpg', '.'],
    ]);
  });

  it('takes the photos of a folder in order and counts what is none', async () => {
    for (const name of ['b.JPG', 'a.png', 'c', 'raw.NEF', 'sub/d.jpg']) await put(name);
    for (const name of ['.DS_Store', 'Thumbs.db', '._a.png', 'notes.txt']) await put(name, 'junk');
    const { photos, ignored } = await find([folder]);
    expect(photos).toEqual([
      ['a.png', '.'],
      ['b.JPG', '.'],
      ['c', '.'],
      ['raw.NEF', '.'],
    ]);
    expect(ignored).toBe(4);
  });

  it('mirrors subfolders when it goes into them', async () => {
    for (const name of ['a.jpg', 'x/b.jpg', 'x/y/c.jpg']) await put(name);
    const { photos } = await find([folder], { recursive: true });
    expect(photos).toEqual([
      ['a.jpg', '.'],
      [path.join('x', 'b.jpg'), 'x'],
      [path.join('x', 'y', 'c.jpg'), path.join('x', 'y')],
    ]);
  });

  it('puts several folders under their names, numbered where two share one', async () => {
    for (const name of ['p/trip/a.jpg', 'q/trip/b.jpg', 'home/c.jpg']) await put(name);
    const { photos } = await find([at('p', 'trip'), at('q', 'trip'), at('home')]);
    expect(photos.map(([, subfolder]) => subfolder)).toEqual(['trip', 'trip-2', 'home']);
  });

  it('takes a photo once, however often it is named', async () => {
    await put('a.jpg');
    expect((await find([at('a.jpg'), at('a.jpg'), folder])).photos).toEqual([['a.jpg', '.']]);
  });

  it('leaves the output folder alone, also where a link leads to it', async () => {
    await put('a.jpg');
    await put('out/a.preview.png');
    await symlink(at('out'), at('to-out'));
    expect((await find([folder], { recursive: true })).photos).toEqual([['a.jpg', '.']]);
  });

  it('takes pictures that it made itself for what they are, and others for photos', async () => {
    for (const name of ['a.jpg', 'a.depth.png', 'a.preview.png', 'b.depth.png']) await put(name);
    await put('a.json', '{}');
    const { photos, ignored } = await find([folder]);
    expect(photos.map(([file]) => file)).toEqual(['a.jpg', 'b.depth.png']);
    expect(ignored).toBe(3);
  });

  it('walks a circle of links once', async () => {
    await put('a/photo.jpg');
    await symlink(folder, at('a', 'loop'));
    await symlink(at('a', 'nowhere'), at('a', 'dangling'));
    const { photos, ignored } = await find([folder], { recursive: true });
    expect(photos).toEqual([[path.join('a', 'photo.jpg'), 'a']]);
    expect(ignored).toBe(1);
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [at('pipe'), at('pipe.jpg')]);
    await put('a.jpg');
    const { photos, ignored } = await find([folder]);
    expect(photos).toEqual([['a.jpg', '.']]);
    expect(ignored).toBe(2);
  });
});
