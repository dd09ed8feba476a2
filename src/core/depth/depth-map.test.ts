import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../test/fixtures/analytic-scenes';
import { depthMapRows, depthRangeMetres, type DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';

const counted = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => i + 1);

const map: DepthMap = {
  ...viewOf(3, 2, 4),
  depthMetres: counted(6),
  mask: Uint8Array.from([0, 1, 0, 4, 0, 2]),
  normals: counted(18),
  confidence: counted(6),
};

describe('depthMapRows', () => {
  it('gives each row of each array', () => {
    const rows = depthMapRows(map);
    expect([rows.size, rows.intrinsics, rows.hasNormals, rows.hasConfidence]).toEqual([
      map.size,
      map.intrinsics,
      true,
      true,
    ]);
    expect(rows.row(1)).toEqual({
      depthMetres: Float32Array.of(4, 5, 6),
      mask: Uint8Array.of(4, 0, 2),
      normals: Float32Array.of(10, 11, 12, 13, 14, 15, 16, 17, 18),
      confidence: Float32Array.of(4, 5, 6),
    });
    expect(rows.row(0).depthMetres).toEqual(Float32Array.of(1, 2, 3));
  });

  it('copies nothing', () => {
    expect(depthMapRows(map).row(1).depthMetres.buffer).toBe(map.depthMetres.buffer);
  });

  it('leaves out what the map has not', () => {
    const rows = depthMapRows({ ...map, normals: undefined, confidence: undefined });
    expect([rows.hasNormals, rows.hasConfidence]).toEqual([false, false]);
    expect(Object.keys(rows.row(0))).toEqual(['depthMetres', 'mask']);
  });
});

describe('depthRangeMetres', () => {
  it('is of the pixels that count', () => {
    expect(depthRangeMetres(map)).toEqual([1, 5]);
    expect(depthRangeMetres({ ...map, mask: Uint8Array.of(4, 4, 4, 4, 0, 4) })).toEqual([5, 5]);
  });

  it('is undefined where none does', () => {
    expect(depthRangeMetres({ ...map, mask: new Uint8Array(6).fill(MaskReason.sky) })).toBeUndefined();
  });
});
