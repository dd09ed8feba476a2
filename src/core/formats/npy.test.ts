import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centredIntrinsics } from '../camera/intrinsics';
import { pixels } from '../camera/units';
import { depthMapRows } from '../depth/depth-map';
import type { DepthRows } from '../depth/depth-rows';
import { CHUNK_BYTES } from './encoded-bytes';
import { encodeNpy } from './npy';

function rowsOf(widthPx: number, heightPx: number, depthMetres: Float32Array, mask: Uint8Array): DepthRows {
  const size = { widthPx, heightPx };
  const intrinsics = centredIntrinsics(size, pixels(100));
  return depthMapRows({ size, intrinsics, depthMetres, mask, normals: undefined, confidence: undefined });
}

function bytesOf(rows: DepthRows): Buffer {
  return Buffer.concat(Array.from(encodeNpy(rows), (chunk) => Buffer.from(chunk)));
}

/** Reads a .npy file by the text of its specification (numpy.lib.format): version 1.0, little-endian float32. */
function readNpy(bytes: Buffer): { shape: number[]; values: Float32Array } {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
  const dataStart = 10 + bytes.readUInt16LE(8);
  expect(dataStart % 64).toBe(0);
  const literal = bytes.subarray(10, dataStart).toString('latin1');
  expect(literal).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(\d+, \d+\), \} *\n$/);
  const shape = /\((\d+), (\d+)\)/.exec(literal)!.slice(1).map(Number);
  const values = new Float32Array((bytes.length - dataStart) / 4);
  for (let i = 0; i < values.length; i++) values[i] = bytes.readFloatLE(dataStart + 4 * i);
  return { shape, values };
}

const someDepth = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10 }))
  .chain(([width, height]) => {
    const length = { minLength: width * height, maxLength: width * height };
    return fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      depth: fc.float32Array({ ...length, noNaN: true }),
      mask: fc.uint8Array({ ...length, max: 2 }),
    });
  });

test('reads back any depth, 0 where masked', () => {
  fc.assert(
    fc.property(someDepth, ({ width, height, depth, mask }) => {
      const { shape, values } = readNpy(bytesOf(rowsOf(width, height, depth, mask)));
      expect(shape).toEqual([height, width]);
      expect(values).toEqual(depth.map((metres, i) => (mask[i] === 0 ? metres : 0)));
    }),
  );
});

test('reads back a map larger than a chunk', () => {
  const depth = Float32Array.from({ length: 1001 * 301 }, (_, i) => Math.fround(1 + i / 7));
  const bytes = bytesOf(rowsOf(1001, 301, depth, new Uint8Array(depth.length)));
  expect(bytes.length).toBeGreaterThan(2 * CHUNK_BYTES);
  expect(Buffer.from(readNpy(bytes).values.buffer).equals(Buffer.from(depth.buffer))).toBe(true);
});

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

describe.skipIf(!hasNumpy)('NumPy, skipped where python3 has none', () => {
  test('reads the same array', () => {
    const script = `
import io, sys, numpy
array = numpy.load(io.BytesIO(sys.stdin.buffer.read()))
print(array.dtype.str, array.shape, array.tolist())`;
    const file = bytesOf(rowsOf(3, 2, Float32Array.of(0.5, 1, 2, 4, 8, 16), Uint8Array.of(0, 0, 1, 0, 0, 4)));
    const { stdout } = spawnSync('python3', ['-c', script], { input: file, encoding: 'utf8' });
    expect(stdout.trim()).toBe('<f4 (2, 3) [[0.5, 1.0, 0.0], [4.0, 8.0, 0.0]]');
  });
});
