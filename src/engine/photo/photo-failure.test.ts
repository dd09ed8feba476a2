import { describe, expect, it } from 'vitest';
import { photoFailure } from './photo-failure';

const file = '/photos/memory card/a.jpg';
const code = (text: string): string => photoFailure(file, new Error(text)).failure.code;

describe('photoFailure', () => {
  // What libvips says is taken from real files: see test/bad-input.
  it.each([
    ['Input image exceeds pixel limit', 'PhotoTooLarge'],
    ['Input file contains unsupported image format', 'PhotoUnreadable'],
    ['VipsJpeg: premature end of JPEG image', 'PhotoUnreadable'],
    ['Input file has corrupt header: gifload: Unexpected end of GIF source data', 'PhotoUnreadable'],
    ['vips_malloc: out of memory --- size == 12MB', 'OutOfMemory'],
    [`Input file is missing: ${file}`, 'PhotoUnreadable'],
    [`${file}: bad seek to 19046\nheif: Unexpected end of file`, 'PhotoUnreadable'],
  ])('makes "%s" %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('names the file and a remedy, in one line', () => {
    const { failure } = photoFailure(file, new Error(`${file}: of another thread\nthe reason\n`));
    expect(failure.message).toBe(`${file}: is damaged (the reason)`);
    expect(failure.remedy).not.toBe('');
  });

  it('does not call a file damaged that has gone', () => {
    const { message } = photoFailure(file, new Error(`Input file is missing: ${file}`)).failure;
    expect(message).toBe(`${file}: is not there any more`);
  });
});
