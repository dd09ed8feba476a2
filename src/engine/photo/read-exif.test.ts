import { describe, expect, it } from 'vitest';
import { ascii, exifBlock, rational, short, signedRational, tiffFile } from '../../../test/fixtures/exif';
import { placeCodedPicture } from '../../../test/fixtures/pictures';
import { readExifBlock, readTiffStructure } from './read-exif';

const tags = {
  make: ascii('Maker'),
  model: ascii('Model '),
  focalLengthMm: rational(425, 100),
  focalLength35mm: short(26),
};
const block = exifBlock(tags);
const fields = { make: 'Maker', model: 'Model', focalLengthMm: 4.25, focalLength35mm: 26 };

describe('readExifBlock', () => {
  it('reads a block as JPEG embeds it, behind "Exif\\0\\0"', () => {
    expect(readExifBlock(Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]))).toEqual(fields);
  });

  it('reads a block as PNG and WebP embed it, bare', () => {
    expect(readExifBlock(block)).toEqual(fields);
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['noise', Buffer.from('no EXIF at all, only text')],
    ['cut off', block.subarray(0, 40)],
  ])('takes a block that is %s for one without focal length', (_, broken) => {
    expect(readExifBlock(broken)).not.toHaveProperty('focalLengthMm');
  });

  it('hands out impossible numbers as they are: the camera rules judge them', () => {
    const read = (focal: ReturnType<typeof rational>) =>
      readExifBlock(exifBlock({ focalLengthMm: focal })).focalLengthMm;
    expect(read(rational(0, 1))).toBe(0);
    expect(read(signedRational(-50, 1))).toBe(-50);
    expect(read(rational(50, 0))).toBe(Infinity);
    expect(read(rational(0, 0))).toBeNaN();
  });
});

describe('readTiffStructure', () => {
  it('reads the tags of a TIFF file', () => {
    expect(readTiffStructure(tiffFile(placeCodedPicture(8, 8), tags))).toEqual(fields);
  });
});
