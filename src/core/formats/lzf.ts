/** A run of literals in LZF is at most this long: its control byte has five bits for it. */
const LONGEST_LITERAL = 32;

/** How far back a match may lie: 13 bits. */
const FARTHEST_MATCH = 1 << 13;

/** A match's length, less 2: three bits, and a byte where those are all set. */
const LONGEST_MATCH = 7 + 255 + 2;

/** Shorter ones are no shorter as a match: that takes two bytes. */
const SHORTEST_MATCH = 3;

const HASH_BITS = 14;

/** The most bytes that {@link compressLzf} may make of so many: a control byte for every run of literals. */
export function largestLzf(bytes: number): number {
  return bytes + Math.ceil(bytes / LONGEST_LITERAL);
}

/**
 * Compresses into LZF, the format of Marc Lehmann's LibLZF that PCD files use: runs of literals (control byte
 * `000LLLLL`, then L + 1 bytes) and matches (`LLLooooo [LLLLLLLL] oooooooo`: L + 2 bytes again from o + 1 bytes back).
 * A block may follow another: decoders take what is joined for one stream.
 *
 * @param from at least one byte.
 * @param to room for {@link largestLzf} bytes.
 * @returns the number of bytes written to `to`.
 */
export function compressLzf(from: Uint8Array, to: Uint8Array): number {
  const lastSeen = new Int32Array(1 << HASH_BITS).fill(-FARTHEST_MATCH - 1);
  let written = 0;
  let literalsFrom = 0;
  let at = 0;
  while (at + SHORTEST_MATCH <= from.length) {
    const hash = hashOfThree(from, at);
    const earlier = lastSeen[hash]!;
    lastSeen[hash] = at;
    const length = at - earlier <= FARTHEST_MATCH ? matchLength(from, earlier, at) : 0;
    if (length < SHORTEST_MATCH) {
      at++;
      continue;
    }
    written = writeLiterals(from, literalsFrom, at, to, written);
    written = writeMatch(at - earlier, length, to, written);
    at += length;
    literalsFrom = at;
  }
  return writeLiterals(from, literalsFrom, from.length, to, written);
}

function hashOfThree(bytes: Uint8Array, at: number): number {
  const three = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  return Math.imul(three, 0x9e3779b1) >>> (32 - HASH_BITS);
}

function matchLength(bytes: Uint8Array, earlier: number, at: number): number {
  const longest = Math.min(LONGEST_MATCH, bytes.length - at);
  let length = 0;
  while (length < longest && bytes[earlier + length] === bytes[at + length]) length++;
  return length;
}

function writeLiterals(from: Uint8Array, start: number, end: number, to: Uint8Array, written: number): number {
  for (let at = start; at < end; at += LONGEST_LITERAL) {
    const length = Math.min(LONGEST_LITERAL, end - at);
    to[written++] = length - 1;
    for (let i = 0; i < length; i++) to[written++] = from[at + i]!;
  }
  return written;
}

function writeMatch(distance: number, length: number, to: Uint8Array, written: number): number {
  const offset = distance - 1;
  const extra = length - 2;
  to[written++] = (Math.min(extra, 7) << 5) | (offset >> 8);
  if (extra >= 7) to[written++] = extra - 7;
  to[written++] = offset & 0xff;
  return written;
}
