import { expect, test } from 'vitest';
import { crc32 } from './crc32';

// The check value of CRC-32/ISO-HDLC in every catalogue of CRCs, and the CRC of each PNG's last chunk.
test.each([
  ['', 0],
  ['123456789', 0xcbf43926],
  ['IEND', 0xae426082],
])('the CRC-32 of "%s"', (text, expected) => {
  expect(crc32(new TextEncoder().encode(text))).toBe(expected);
});
