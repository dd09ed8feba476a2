import { refuse } from './onnx-fault';

/** The bytes of a file, wherever they are. */
export interface ByteSource {
  readonly byteLength: number;
  /**
   * @param offset From the start of the file. `offset + length` is never past its end.
   * @returns `length` bytes, or fewer where the file has shrunk. They are read before the next call, and not after it.
   * @throws whatever reading the file throws.
   */
  readonly read: (offset: number, length: number) => Uint8Array;
}

/** A file that is in memory already. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return { byteLength: bytes.byteLength, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A file read forwards, a window at a time. */
export interface ByteWindow {
  readonly byteLength: number;
  readonly byteAt: (offset: number) => number;
  /** Copies the bytes from `start` up to `end` into `target` at `at`. */
  readonly copy: (start: number, end: number, target: Uint8Array, at: number) => void;
}

/** Small, because whatever follows a tensor's data costs a window of its own. */
const WINDOW_BYTES = 64 * 1024;

/** Reads the source through one window, so that skipped bytes are never read and little is held in memory. */
export function openWindow(source: ByteSource): ByteWindow {
  let windowStart = 0;
  let window: Uint8Array = new Uint8Array(0);

  function moveTo(offset: number): void {
    if (offset >= windowStart && offset < windowStart + window.byteLength) return;
    const length = Math.min(WINDOW_BYTES, source.byteLength - offset);
    window = source.read(offset, length);
    windowStart = offset;
    if (window.byteLength < length) refuse('Truncated', 'The file became shorter while it was read.');
  }

  return {
    byteLength: source.byteLength,
    byteAt(offset) {
      moveTo(offset);
      return window[offset - windowStart]!;
    },
    copy(start, end, target, at) {
      for (let offset = start; offset < end;) {
        moveTo(offset);
        const piece = window.subarray(offset - windowStart, end - windowStart);
        target.set(piece, at + offset - start);
        offset += piece.byteLength;
      }
    },
  };
}
