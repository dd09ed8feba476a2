import { describe, expect, it } from 'vitest';
import { byteWords } from './use-byte-words';

describe('byteWords', () => {
  it.each([
    [500, '500 byte'],
    [2 ** 20, '1 MB'],
    [1.5 * 2 ** 30, '1.5 GB'],
    [300 * 2 ** 20, '300 MB'],
  ])('%d', (bytes, words) => {
    expect(byteWords(bytes, 'en')).toBe(words);
  });
});
