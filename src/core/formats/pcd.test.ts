import fc from 'fast-check';
import { ColorManagement, type BufferGeometry } from 'three';
import { PCDLoader } from 'three/examples/jsm/loaders/PCDLoader.js';
import { describe, expect, test } from 'vitest';
import { bytesOf, manyPoints, memoryCloud, somePoints, type Points } from '../../../test/fixtures/point-clouds';
import { CHUNK_BYTES } from './encoded-bytes';
import { PCD_ENCODINGS } from './format-options';
import { encodePcd } from './pcd';

/** As three's loader reads it, which knows positions, normals and colours. */
function load(bytes: Buffer): BufferGeometry {
  ColorManagement.enabled = false;
  return new PCDLoader().parse(new Uint8Array(bytes).buffer).geometry;
}

function expectPoints({ attributes }: BufferGeometry, points: Points): void {
  // The loader makes no attribute of nothing.
  if (points.positions.length === 0) {
    expect(attributes['position']).toBeUndefined();
    return;
  }
  expectSame(attributes['position']!.array, points.positions);
  expectSame(
    Uint8Array.from(attributes['color']!.array, (value) => Math.round(255 * value)),
    points.colours,
  );
  if (points.normals) expectSame(attributes['normal']!.array, points.normals);
  else expect(attributes['normal']).toBeUndefined();
}

/** Not toEqual: that takes minutes on long arrays. */
function expectSame(read: ArrayLike<number>, written: ArrayLike<number>): void {
  expect(read.length).toBe(written.length);
  let different = 0;
  for (let i = 0; i < written.length; i++) if (read[i] !== written[i]) different++;
  expect(different).toBe(0);
}

describe.each(PCD_ENCODINGS)("three's PCDLoader reads back %s", (encoding) => {
  test('any cloud', () => {
    fc.assert(
      fc.property(somePoints, ({ points, batchSize }) => {
        expectPoints(load(bytesOf(encodePcd(memoryCloud(points, batchSize), encoding))), points);
      }),
    );
  });

  test('one larger than a chunk', () => {
    const points = manyPoints(40_001);
    const bytes = bytesOf(encodePcd(memoryCloud(points, 2000), encoding));
    expect(bytes.length).toBeGreaterThan(2 * CHUNK_BYTES);
    expectPoints(load(bytes), points);
  });
});

const onePoint: Points = {
  positions: Float32Array.of(1, -2, 0.5),
  colours: Uint8Array.of(255, 128, 1),
  normals: Float32Array.of(0, 0, -1),
  confidence: Float32Array.of(0.5),
  maskReasons: Uint8Array.of(4),
};

test('the bytes of one point', () => {
  const header = [
    '# .PCD v0.7 - Point Cloud Data file format',
    'VERSION 0.7',
    'FIELDS x y z normal_x normal_y normal_z rgb confidence masked',
    'SIZE 4 4 4 4 4 4 4 4 1',
    'TYPE F F F F F F F F U',
    'COUNT 1 1 1 1 1 1 1 1 1',
    'WIDTH 1',
    'HEIGHT 1',
    'VIEWPOINT 0 0 0 1 0 0 0',
    'POINTS 1',
    'DATA binary\n',
  ].join('\n');
  const bytes = bytesOf(encodePcd(memoryCloud(onePoint, 1), 'binary'));
  expect(bytes.toString('latin1', 0, header.length)).toBe(header);
  expect(bytes.toString('hex', header.length)).toBe(
    '0000803f' + '000000c0' + '0000003f' + '00000000' + '00000000' + '000080bf' + '0180ff00' + '0000003f' + '04',
  );
});

test.each(PCD_ENCODINGS)('throws where points are missing: %s', (encoding) => {
  const cloud = { ...memoryCloud(onePoint, 1), count: 2 };
  expect(() => bytesOf(encodePcd(cloud, encoding))).toThrow(/announced 2 points and made 1/);
});
