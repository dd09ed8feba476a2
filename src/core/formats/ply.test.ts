import fc from 'fast-check';
import { ColorManagement } from 'three';
import { PLYLoader } from 'three/examples/jsm/loaders/PLYLoader.js';
import { describe, expect, test } from 'vitest';
import type { PointBatch, PointCloud } from '../cloud/point-batch';
import { CHUNK_BYTES } from './encoded-bytes';
import { encodePly, type PlyOptions } from './ply';

interface Points {
  readonly positions: Float32Array;
  readonly colours: Uint8Array;
  readonly normals: Float32Array | undefined;
  readonly confidence: Float32Array | undefined;
}

/** A cloud that fills the same arrays for each batch, as the real ones do. */
function cloudOf(points: Points, batchSize: number): PointCloud {
  const { positions, colours, normals, confidence } = points;
  const count = positions.length / 3;
  return {
    count,
    hasNormals: normals !== undefined,
    hasConfidence: confidence !== undefined,
    *batches() {
      const batch = {
        positionsMetres: new Float32Array(3 * batchSize),
        colours: new Uint8Array(3 * batchSize),
        ...(normals && { normals: new Float32Array(3 * batchSize) }),
        ...(confidence && { confidence: new Float32Array(batchSize) }),
      };
      for (let from = 0; from < count; from += batchSize) {
        const to = Math.min(count, from + batchSize);
        batch.positionsMetres.set(positions.subarray(3 * from, 3 * to));
        batch.colours.set(colours.subarray(3 * from, 3 * to));
        batch.normals?.set(normals!.subarray(3 * from, 3 * to));
        batch.confidence?.set(confidence!.subarray(from, to));
        yield { count: to - from, ...batch };
      }
    },
  };
}

function bytesOf(cloud: PointCloud, encoding: PlyOptions['encoding'], comments: readonly string[] = []): Buffer {
  return Buffer.concat(Array.from(encodePly(cloud, { encoding, comments }), (chunk) => Buffer.from(chunk)));
}

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

const float32Array = (length: number) =>
  fc.array(float32, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

const someClouds = fc.nat({ max: 40 }).chain((count) =>
  fc.record({
    points: fc.record({
      positions: float32Array(3 * count),
      colours: fc.uint8Array({ minLength: 3 * count, maxLength: 3 * count }),
      normals: fc.option(float32Array(3 * count), { nil: undefined }),
      confidence: fc.option(float32Array(count), { nil: undefined }),
    }),
    batchSize: fc.integer({ min: 1, max: 50 }),
  }),
);

/** As three's loader reads it, told not to turn colours from sRGB into linear ones. */
function load(bytes: Buffer): Points {
  ColorManagement.enabled = false;
  const loader = new PLYLoader();
  if (bytes.includes('property float confidence')) loader.setCustomPropertyNameMapping({ confidence: ['confidence'] });
  const { attributes } = loader.parse(new Uint8Array(bytes).buffer);
  const floats = (name: string) => attributes[name] && Float32Array.from(attributes[name].array);
  return {
    positions: floats('position') ?? new Float32Array(0),
    colours: Uint8Array.from(attributes['color']?.array ?? []),
    normals: floats('normal'),
    confidence: floats('confidence'),
  };
}

describe("three's PLYLoader reads back any cloud", () => {
  test.each(['binary', 'ascii'] as const)('%s', (encoding) => {
    fc.assert(
      fc.property(someClouds, ({ points, batchSize }) => {
        const read = load(bytesOf(cloudOf(points, batchSize), encoding));
        expect(read.positions).toEqual(points.positions);
        expect(read.colours).toEqual(points.colours);
        // The loader makes no attribute of nothing.
        expect(read.normals).toEqual(points.positions.length > 0 ? points.normals : undefined);
        expect(read.confidence).toEqual(points.positions.length > 0 ? points.confidence : undefined);
      }),
    );
  });

  test.each(['binary', 'ascii'] as const)('one larger than a chunk: %s', (encoding) => {
    const count = 40_001;
    const points: Points = {
      positions: Float32Array.from({ length: 3 * count }, (_, i) => Math.sin(i)),
      colours: Uint8Array.from({ length: 3 * count }, (_, i) => i),
      normals: Float32Array.from({ length: 3 * count }, (_, i) => Math.cos(i)),
      confidence: Float32Array.from({ length: count }, (_, i) => i / count),
    };
    const bytes = bytesOf(cloudOf(points, 2000), encoding);
    const read = load(bytes);
    expect(bytes.length).toBeGreaterThan(2 * CHUNK_BYTES);
    // Not toEqual on the arrays: that takes minutes at this length.
    expect(Buffer.from(read.positions.buffer).equals(Buffer.from(points.positions.buffer))).toBe(true);
    expect(Buffer.from(read.normals!.buffer).equals(Buffer.from(points.normals!.buffer))).toBe(true);
    expect(Buffer.from(read.confidence!.buffer).equals(Buffer.from(points.confidence!.buffer))).toBe(true);
    expect(Buffer.from(read.colours).equals(Buffer.from(points.colours))).toBe(true);
  });
});

const onePoint: Points = {
  positions: Float32Array.of(1, -2, 0.1),
  colours: Uint8Array.of(255, 128, 0),
  normals: Float32Array.of(0, 0, -1),
  confidence: Float32Array.of(0.5),
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
    'end_header\n',
  ].join('\n');
  const record =
    '0000803f' + '000000c0' + 'cdcccc3d' + '00000000' + '00000000' + '000080bf' + 'ff' + '80' + '00' + '0000003f';
  const bytes = bytesOf(cloudOf(onePoint, 1), 'binary', ['unit metre']);
  expect(bytes.subarray(0, header.length).toString('latin1')).toBe(header);
  expect(bytes.subarray(header.length).toString('hex')).toBe(record);
});

test('the line of one point', () => {
  const text = bytesOf(cloudOf(onePoint, 1), 'ascii').toString('latin1');
  expect(text.split('end_header\n')[1]).toBe('1 -2 0.1 0 0 -1 255 128 0 0.5\n');
});

test('comments stay on their line and in ASCII', () => {
  const text = bytesOf(cloudOf(onePoint, 1), 'ascii', ['photo\r\nend_header', 'été 😀\t1']).toString('latin1');
  expect(text.split('\n').slice(2, 4)).toEqual(['comment photo end_header', 'comment ?t? ? 1']);
});

describe('a cloud that is not what it announced', () => {
  const batch: PointBatch = { count: 1, positionsMetres: new Float32Array(3), colours: new Uint8Array(3) };
  const announced = { count: 1, hasNormals: false, hasConfidence: false };
  const cases: [string, PointCloud, RegExp][] = [
    ['too few points', { ...announced, batches: () => [] }, /announced 1 points and made 0/],
    ['too many points', { ...announced, batches: () => [batch, batch] }, /announced 1 points and made 2/],
    ['no normals', { ...announced, hasNormals: true, batches: () => [batch] }, /normals/],
    ['no confidence', { ...announced, hasConfidence: true, batches: () => [batch] }, /confidence/],
  ];
  test.each(cases)('%s', (_, cloud, message) => {
    expect(() => bytesOf(cloud, 'binary')).toThrow(message);
    expect(() => bytesOf(cloud, 'ascii')).toThrow(message);
  });
});
