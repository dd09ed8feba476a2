import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { isRawFile, looksLikePhoto } from './photo-formats';

const folder = tempFolder();

async function looks(name: string, content: string | Buffer): Promise<boolean> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return looksLikePhoto(file);
}

const ftyp = (brand: string): Buffer => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0`, 'latin1');

describe('looksLikePhoto', () => {
  it.each(['a.jpg', 'a.JPEG', 'a.png', 'a.webp', 'a.avif', 'a.tif', 'a.tiff', 'a.gif', 'a.heic', 'a.nef', 'a.CR2'])(
    'knows %s by its name',
    async (name) => {
      expect(await looks(name, '')).toBe(true);
    },
  );

  it.each([
    ['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe1])],
    ['PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['GIF', Buffer.from('GIF89a')],
    ['WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')],
    ['little-endian TIFF', Buffer.from('II*\0', 'latin1')],
    ['big-endian TIFF', Buffer.from('MM\0*', 'latin1')],
    ['AVIF', ftyp('avif')],
    ['HEIC', ftyp('heic')],
  ])('knows a %s without a name by its first bytes', async (kind, bytes) => {
    expect(await looks(`picture of ${kind}`, bytes)).toBe(true);
  });

  it.each([
    ['notes.txt', 'notes'],
    ['Thumbs.db', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
    ['film.mp4', ftyp('isom')],
    ['song.wav', Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1')],
    ['empty', ''],
    ['short', 'R'],
    ['._photo.jpg', Buffer.from([0xff, 0xd8, 0xff])],
    ['.hidden.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ])('takes %s for none', async (name, content) => {
    expect(await looks(name, content)).toBe(false);
  });
});

describe('isRawFile', () => {
  it('goes by the extension alone', () => {
    expect(['a.NEF', '/x/a.dng', 'a.tif', 'nef'].map(isRawFile)).toEqual([true, true, false, false]);
  });
});
