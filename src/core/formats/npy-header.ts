import { strToU8 } from 'fflate';

/** NumPy's names for what its arrays hold, here all little-endian. */
export type NpyType = '<f4' | '<f8' | '|u1';

/**
 * The start of a .npy file of format 1.0 (numpy.lib.format): magic, version, length of the rest as uint16, then a
 * Python literal padded with spaces so that the data start at a multiple of 64 bytes. The last index runs fastest.
 *
 * @param shape two lengths or more.
 */
export function npyHeader(type: NpyType, shape: readonly number[]): Uint8Array {
  const preambleBytes = 10;
  const literal = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const totalBytes = Math.ceil((preambleBytes + literal.length + 1) / 64) * 64;
  const literalBytes = totalBytes - preambleBytes;
  const header = new Uint8Array(totalBytes);
  header.set([0x93, ...strToU8('NUMPY'), 1, 0, literalBytes & 0xff, literalBytes >> 8]);
  header.set(strToU8(`${literal.padEnd(literalBytes - 1)}\n`), preambleBytes);
  return header;
}
