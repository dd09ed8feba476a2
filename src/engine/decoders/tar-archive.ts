const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
/** POSIX ustar: where a header has the length of its entry, in octal, and the entry's type. */
const LENGTH_AT = 124;
const LENGTH_BYTES = 12;
const TYPE_AT = 156;

/**
 * The content of plain files in a tar archive (POSIX ustar), by their names. Entries of any other kind are passed over:
 * nothing is unpacked that is not asked for by name.
 *
 * @throws RangeError where the archive is cut off, or no archive.
 */
export function readTarEntries(archive: Uint8Array, names: readonly string[]): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK_BYTES <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK_BYTES);
    const name = text(header, 0, NAME_BYTES);
    if (name === '') break;
    const length = octal(text(header, LENGTH_AT, LENGTH_BYTES));
    const start = at + BLOCK_BYTES;
    if (start + length > archive.length) throw new RangeError(`the archive ends within ${name}`);
    const isPlain = header[TYPE_AT] === 0x30 || header[TYPE_AT] === 0;
    if (isPlain && names.includes(name)) found.set(name, archive.subarray(start, start + length));
    at = start + BLOCK_BYTES * Math.ceil(length / BLOCK_BYTES);
  }
  return found;
}

function text(header: Uint8Array, at: number, length: number): string {
  const bytes = header.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('latin1');
}

function octal(digits: string): number {
  const trimmed = digits.trim();
  if (!/^[0-7]+$/.test(trimmed)) throw new RangeError('the archive has an entry without a length');
  return Number.parseInt(trimmed, 8);
}
