import { describe, expect, it } from 'vitest';
import { type ByteSource, bytesInMemory, openWindow } from './byte-source';
import { faultAsValue } from './onnx-fault';

const counting = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);

describe('openWindow', () => {
  it('gives the bytes of the source, forwards and backwards', () => {
    const window = openWindow(bytesInMemory(counting));
    for (const offset of [0, 199_999, 65_536, 65_535, 1]) expect(window.byteAt(offset)).toBe(offset % 251);
  });

  it('copies stretches longer than its window', () => {
    const target = new Uint8Array(150_002);
    openWindow(bytesInMemory(counting)).copy(10_000, 160_000, target, 1);
    expect(Buffer.compare(target.subarray(1, -1), counting.subarray(10_000, 160_000))).toBe(0);
    expect([target[0], target.at(-1)]).toEqual([0, 0]);
  });

  it('copes with a source that reads into the same bytes each time', () => {
    const buffer = new Uint8Array(200_000);
    const reused: ByteSource = {
      byteLength: counting.byteLength,
      read(offset, length) {
        buffer.set(counting.subarray(offset, offset + length));
        return buffer.subarray(0, length);
      },
    };
    const target = new Uint8Array(counting.byteLength);
    openWindow(reused).copy(0, counting.byteLength, target, 0);
    expect(Buffer.compare(target, counting)).toBe(0);
  });

  it('refuses a file that has become shorter', () => {
    const shrunk = { ...bytesInMemory(counting.subarray(0, 100)), byteLength: 200 };
    expect(faultAsValue(() => openWindow(shrunk).byteAt(0))).toMatchObject({ code: 'Truncated' });
  });
});
