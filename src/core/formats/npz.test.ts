import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptDepth, largeDepthMap, someDepthMaps } from '../../../test/fixtures/depth-rows';
import { bytesOf } from '../../../test/fixtures/point-clouds';
import { depthMapRows, type DepthMap } from '../depth/depth-map';
import { encodeNpz } from './npz';

interface NpyArray {
  readonly type: string;
  readonly shape: string;
  readonly data: Buffer;
}

/** By the text of NumPy's format 1.0. */
function arraysIn(bytes: Buffer): Record<string, NpyArray> {
  const arrays = Object.entries(unzipSync(bytes)).map(([name, file]) => {
    const npy = Buffer.from(file);
    const start = 10 + npy.readUInt16LE(8);
    const header = /'descr': '(.+)', 'fortran_order': False, 'shape': \((.+)\), \}/.exec(
      npy.toString('latin1', 10, start),
    );
    return [name, { type: header![1]!, shape: header![2]!, data: npy.subarray(start) }] as const;
  });
  return Object.fromEntries(arrays);
}

function expectArrays(map: DepthMap): void {
  const { depth, mask, intrinsics, normals, confidence } = renamed(arraysIn(bytesOf(encodeNpz(depthMapRows(map)))));
  const { widthPx, heightPx } = map.size;
  const shape = `${heightPx}, ${widthPx}`;
  const bytes = (array: ArrayBufferView): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  expect(depth).toEqual({ type: '<f4', shape, data: bytes(keptDepth(map)) });
  expect(mask).toEqual({ type: '|u1', shape, data: bytes(map.mask) });
  const { fxPx, fyPx, cxPx, cyPx } = map.intrinsics;
  const matrix = Float64Array.of(fxPx, 0, cxPx, 0, fyPx, cyPx, 0, 0, 1);
  expect(intrinsics).toEqual({ type: '<f8', shape: '3, 3', data: bytes(matrix) });
  expect(normals).toEqual(map.normals && { type: '<f4', shape: `${shape}, 3`, data: bytes(map.normals) });
  expect(confidence).toEqual(map.confidence && { type: '<f4', shape, data: bytes(map.confidence) });
}

const renamed = (arrays: Record<string, NpyArray>): Record<string, NpyArray | undefined> =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name.replace(/\.npy$/, ''), array]));

test('any depth, with all that is known of it', () => {
  fc.assert(fc.property(someDepthMaps, expectArrays));
});

test('a map larger than a chunk', () => {
  expectArrays(largeDepthMap());
});

test('the same depth is the same file', () => {
  const encode = (): Buffer => bytesOf(encodeNpz(depthMapRows(largeDepthMap())));
  expect(encode().equals(encode())).toBe(true);
});
