import { expect, test } from 'vitest';
import type { PointCloud } from '../cloud/point-batch';
import { encodeXyz } from './xyz';

const cloud: PointCloud = {
  count: 3,
  hasNormals: true,
  hasConfidence: true,
  hasMaskReasons: false,
  *batches() {
    const batch = {
      positions: Float32Array.of(1, -0.25, 3.3, 0.1, 0, 120),
      colours: Uint8Array.of(0, 9, 10, 99, 100, 255),
      normals: Float32Array.of(0, 0, -1, 0, 0, -1),
      confidence: Float32Array.of(1, 1),
    };
    yield { count: 2, ...batch };
    yield { count: 1, ...batch };
  },
};

function textOf(points: PointCloud): string {
  return Array.from(encodeXyz(points), (chunk) => Buffer.from(chunk).toString('latin1')).join('');
}

test('position and colour of each point, nothing else', () => {
  expect(textOf(cloud)).toBe('1 -0.25 3.3 0 9 10\n0.1 0 120 99 100 255\n1 -0.25 3.3 0 9 10\n');
});

test('an empty cloud is an empty file', () => {
  expect(textOf({ ...cloud, count: 0, batches: () => [] })).toBe('');
});

test('throws where points are missing', () => {
  expect(() => textOf({ ...cloud, count: 4 })).toThrow(/announced 4 points and made 3/);
});
