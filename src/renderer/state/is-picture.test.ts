import { describe, expect, it } from 'vitest';
import { isPicture } from './is-picture';

describe('isPicture', () => {
  it.each([
    ['a.jpg', 'image/jpeg', true],
    ['a.HEIC', '', true],
    ['a.dng', 'application/octet-stream', true],
    ['a.txt', 'text/plain', false],
    ['heic', '', false],
  ])('%s of type "%s": %s', (name, type, expected) => {
    expect(isPicture({ name, type })).toBe(expected);
  });
});
