import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compressLzf, largestLzf } from './lzf';

/** By the text of the format: see the docstring of `compressLzf`. */
function decompress(bytes: Uint8Array): number[] {
  const out: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const control = bytes[at++]!;
    if (control < 32) {
      for (let i = 0; i <= control; i++) out.push(bytes[at++]!);
      continue;
    }
    const length = 2 + (control >> 5) + (control >> 5 === 7 ? bytes[at++]! : 0);
    const from = out.length - 1 - (((control & 31) << 8) | bytes[at++]!);
    for (let i = 0; i < length; i++) out.push(out[from + i]!);
  }
  return out;
}

function compress(bytes: Uint8Array): Uint8Array {
  const room = new Uint8Array(largestLzf(bytes.length));
  return room.subarray(0, compressLzf(bytes, room));
}

test('reads back whatever it was', () => {
  const piece = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 40 }),
    fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 3 }), fc.nat(3000)).map(([some, times]) => {
      return Uint8Array.from({ length: some.length * (times + 1) }, (_, i) => some[i % some.length]!);
    }),
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
      const bytes = Uint8Array.from(pieces.flatMap((some) => [...some]));
      const compressed = compress(bytes);
      expect(compressed.length).toBeLessThanOrEqual(largestLzf(bytes.length));
      expect(Buffer.from(decompress(compressed)).equals(bytes)).toBe(true);
    }),
  );
});

test('the longest distance and the longest match', () => {
  const bytes = new Uint8Array(8192 + 300);
  for (let i = 3; i < 8192; i++) bytes[i] = 1 + ((Math.imul(i, 0x9e3779b1) >>> 13) % 255);
  expect(Buffer.from(decompress(compress(bytes))).equals(bytes)).toBe(true);
});

test('zeros shrink to a hundredth', () => {
  expect(compress(new Uint8Array(65_536)).length).toBeLessThan(800);
});
