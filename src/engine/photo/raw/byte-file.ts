import type { FileHandle } from 'node:fs/promises';
import { RawFault } from './raw-fault';

/** A file read at any place. */
export interface ByteFile {
  readonly byteLength: number;
  /**
   * @throws RawFault where `length` bytes from `offset` are not all within the file.
   */
  readonly read: (offset: number, length: number) => Promise<Buffer>;
}

/** The bytes of an open file that had `byteLength` bytes when it was opened. */
export function byteFile(handle: FileHandle, byteLength: number): ByteFile {
  return {
    byteLength,
    read: async (offset, length) => {
      requireInside(offset, length, byteLength);
      const buffer = Buffer.allocUnsafe(length);
      for (let done = 0; done < length;) {
        const { bytesRead } = await handle.read(buffer, done, length - done, offset + done);
        if (bytesRead === 0) throw new RawFault('it became shorter while it was read');
        done += bytesRead;
      }
      return buffer;
    },
  };
}

/** A file that is in memory. */
export function bytesInMemory(bytes: Buffer): ByteFile {
  return {
    byteLength: bytes.length,
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
    read: async (offset, length) => {
      requireInside(offset, length, bytes.length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

function requireInside(offset: number, length: number, byteLength: number): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= byteLength)) throw new RawFault('it points beyond its end');
}
