import { readSync } from 'node:fs';
import type { ByteSource } from '../../core/onnx/byte-source';

/** An open file, read into one buffer that grows to what is asked for at once. */
export function fileSource(descriptor: number, byteLength: number): ByteSource {
  let buffer = new Uint8Array(0);
  return {
    byteLength,
    read: (offset, length) => {
      if (buffer.byteLength < length) buffer = new Uint8Array(length);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, length, offset));
    },
  };
}
