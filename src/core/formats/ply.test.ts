import fc from 'fast-check';
import { ColorManagement } from 'three';
import { PLYLoader } from 'three/examples/jsm/loaders/PLYLoader.js';
import { describe, expect, test } from 'vitest';
import { bytesOf, manyPoints, memoryCloud, somePoints, type Points } from '../../../test/fixtures/point-clouds';
import type { PointBatch, PointCloud } from '../cloud/point-batch';
import { CHUNK_BYTES } from './encoded-bytes';
import { encodePly, type PlyOptions } from './ply';

function plyOf(cloud: PointCloud, encoding: PlyOptions['encoding'], comments: readonly string[] = []): Buffer {
  return bytesOf(encodePly(cloud, { encoding, comments }));
}

/** As three's loader reads it, told not to turn colours from sRGB into linear ones. */
function load(bytes: Buffer): Points {
  ColorManagement.enabled = false;
  const loader = new PLYLoader();
  loader.setCustomPropertyNameMapping({
    ...(bytes.includes('property float confidence') && { confidence: ['confidence'] }),
    ...(bytes.includes('property uchar masked') && { masked: ['masked'] }),
  });
  const { attributes } = loader.parse(new Uint8Array(bytes).buffer);
  const floats = (name: string) => attributes[name] && Float32Array.from(attributes[name].array);
  return {
    positions: floats('position') ?? new Float32Array(0),
    colours: Uint8Array.from(attributes['color']?.array ?? []),
    normals: floats('normal'),
    confidence: floats('confidence'),
    maskReasons: attributes['masked'] && Uint8Array.from(attributes['masked'].array),
  };
}

describe("three's PLYLoader reads back any cloud", () => {
  test.each(['binary', 'ascii'] as const)('%s', (encoding) => {
    fc.assert(
      fc.property(somePoints, ({ points, batchSize }) => {
        const read = load(plyOf(memoryCloud(points, batchSize), encoding));
        expect(read.positions).toEqual(points.positions);
        expect(read.colours).toEqual(points.colours);
        // The loader makes no attribute of nothing.
        expect(read.normals).toEqual(points.positions.length > 0 ? points.normals : undefined);
        expect(read.confidence).toEqual(points.positions.length > 0 ? points.confidence : undefined);
        expect(read.maskReasons).toEqual(points.positions.length > 0 ? points.maskReasons : undefined);
      }),
    );
  });

  test.each(['binary', 'ascii'] as const)('one larger than a chunk: %s', (encoding) => {
    const points = manyPoints(40_001);
    const bytes = plyOf(memoryCloud(points, 2000), encoding);
    const read = load(bytes);
    expect(bytes.length).toBeGreaterThan(2 * CHUNK_BYTES);
    // Not toEqual on the arrays: that takes minutes at this length.
    expect(Buffer.from(read.positions.buffer).equals(Buffer.from(points.positions.buffer))).toBe(true);
    expect(Buffer.from(read.normals!.buffer).equals(Buffer.from(points.normals!.buffer))).toBe(true);
    expect(Buffer.from(read.confidence!.buffer).equals(Buffer.from(points.confidence!.buffer))).toBe(true);
    expect(Buffer.from(read.maskReasons!).equals(Buffer.from(points.maskReasons!))).toBe(true);
    expect(Buffer.from(read.colours).equals(Buffer.from(points.colours))).toBe(true);
  });
});

const onePoint: Points = {
  positions: Float32Array.of(1, -2, 0.1),
  colours: Uint8Array.of(255, 128, 0),
  normals: Float32Array.of(0, 0, -1),
  confidence: Float32Array.of(0.5),
  maskReasons: Uint8Array.of(4),
};

test('the bytes of one point', () => {
  const header = [
    'ply',
    'format binary_little_endian 1.0',
    'comment unit metre',
    'element vertex 1',
    'property float x',
    'property float y',
    'property float z',
    'property float nx',
    'property float ny',
    'property float nz',
    'property uchar red',
    'property uchar green',
    'property uchar blue',
    'property float confidence',
    'property uchar masked',
    'end_header\n',
  ].join('\n');
  const record =
    '0000803f' +
    '000000c0' +
    'cdcccc3d' +
    '00000000' +
    '00000000' +
    '000080bf' +
    'ff' +
    '80' +
    '00' +
    '0000003f' +
    '04';
  const bytes = plyOf(memoryCloud(onePoint, 1), 'binary', ['unit metre']);
  expect(bytes.subarray(0, header.length).toString('latin1')).toBe(header);
  expect(bytes.subarray(header.length).toString('hex')).toBe(record);
});

test('the line of one point', () => {
  const text = plyOf(memoryCloud(onePoint, 1), 'ascii').toString('latin1');
  expect(text.split('end_header\n')[1]).toBe('1 -2 0.1 0 0 -1 255 128 0 0.5 4\n');
});

test('comments stay on their line and in ASCII', () => {
  const text = plyOf(memoryCloud(onePoint, 1), 'ascii', ['photo\r\nend_header', 'été 😀\t1']).toString('latin1');
  expect(text.split('\n').slice(2, 4)).toEqual(['comment photo end_header', 'comment ?t? ? 1']);
});

describe('a cloud that is not what it announced', () => {
  const batch: PointBatch = { count: 1, positions: new Float32Array(3), colours: new Uint8Array(3) };
  const announced = { count: 1, hasNormals: false, hasConfidence: false, hasMaskReasons: false };
  const cases: [string, PointCloud, RegExp][] = [
    ['too few points', { ...announced, batches: () => [] }, /announced 1 points and made 0/],
    ['too many points', { ...announced, batches: () => [batch, batch] }, /announced 1 points and made 2/],
    ['no normals', { ...announced, hasNormals: true, batches: () => [batch] }, /normals/],
    ['no mask reasons', { ...announced, hasMaskReasons: true, batches: () => [batch] }, /mask reasons/],
    ['no confidence', { ...announced, hasConfidence: true, batches: () => [batch] }, /confidence/],
  ];
  test.each(cases)('%s', (_, cloud, message) => {
    expect(() => plyOf(cloud, 'binary')).toThrow(message);
    expect(() => plyOf(cloud, 'ascii')).toThrow(message);
  });
});
