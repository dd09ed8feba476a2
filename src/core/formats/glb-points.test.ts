import fc from 'fast-check';
import type { Points as PointsObject } from 'three';
import { ColorManagement, Vector3 } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { expect, test } from 'vitest';
import { gltfIssues } from '../../../test/fixtures/gltf-issues';
import { bytesOf, manyPoints, memoryCloud, somePoints, type Points } from '../../../test/fixtures/point-clouds';
import { cloudBounds } from '../cloud/cloud-bounds';
import { encodeGlbPoints } from './glb-points';
import { glbPositions } from './glb-positions';

function glbOf(points: Points, batchSize: number, quantise = false): Buffer {
  const cloud = memoryCloud(points, batchSize);
  return bytesOf(encodeGlbPoints(cloud, glbPositions(cloudBounds(cloud), quantise), 'Fathom test'));
}

function quantisedOf(positions: Float32Array) {
  const along = (axis: number): number[] => [...positions.filter((_, i) => i % 3 === axis)];
  const [x, y, z] = [0, 1, 2].map(along) as [number[], number[], number[]];
  const min = [Math.min(...x), Math.min(...y), Math.min(...z)] as const;
  const max = [Math.max(...x), Math.max(...y), Math.max(...z)] as const;
  const stored = glbPositions({ min, max }, true);
  if (stored.kind !== 'quantised') throw new Error('the box is too large');
  return stored;
}

/** The one cloud in the scene as three's loader makes it; undefined where there is none. */
async function load(bytes: Buffer): Promise<PointsObject | undefined> {
  const { scene } = await new GLTFLoader().parseAsync(new Uint8Array(bytes).buffer, '');
  return scene.getObjectsByProperty('type', 'Points')[0] as PointsObject | undefined;
}

/** The 8-bit sRGB of 16-bit linear light. */
function encodedColour(light: number): number {
  const linear = light / 65535;
  return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
}

test("three's GLTFLoader reads back any cloud, and Khronos' validator finds no fault", async () => {
  ColorManagement.enabled = true;
  await fc.assert(
    fc.asyncProperty(somePoints, async ({ points, batchSize }) => {
      const bytes = glbOf(points, batchSize);
      expect(await gltfIssues(bytes)).toEqual([]);
      const read = await load(bytes);
      const { position, color } = read?.geometry.attributes ?? {};
      const count = position?.count ?? 0;
      expect(count).toBe(points.positions.length / 3);
      for (let i = 0; i < count; i++) {
        const [x, y, z] = points.positions.subarray(3 * i, 3 * i + 3);
        expect([position!.getX(i), position!.getY(i), position!.getZ(i)]).toEqual([x, y, z]);
        const light = [color!.getX(i), color!.getY(i), color!.getZ(i)];
        expect(light.map((value) => encodedColour(65535 * value))).toEqual([
          ...points.colours.subarray(3 * i, 3 * i + 3),
        ]);
      }
    }),
    { numRuns: 50 },
  );
});

test('one larger than a chunk, unlit', async () => {
  const points = manyPoints(60_001);
  const bytes = glbOf(points, 2000);
  expect(await gltfIssues(bytes)).toEqual([]);
  const read = (await load(bytes))!;
  expect(read.material).toMatchObject({ type: 'PointsMaterial' });
  const { position } = read.geometry.attributes;
  let different = 0;
  for (let i = 0; i < position!.count; i++) if (position!.getZ(i) !== points.positions[3 * i + 2]) different++;
  expect([position!.count, different]).toEqual([60_001, 0]);
});

test('quantised, any cloud is read back to half a step, its colours unchanged', async () => {
  ColorManagement.enabled = true;
  const small = fc.double({ min: -30, max: 30, noNaN: true });
  const box = fc.tuple(fc.tuple(small, small, small), fc.double({ min: 0, max: 1, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(somePoints, box, async ({ points, batchSize }, [corner, size]) => {
      // Into a box of at most 60 m, or of no size at all.
      const fitted = points.positions.map((value, i) => corner[i % 3]! + (size * 30 * value) / 1e5);
      const bytes = glbOf({ ...points, positions: fitted }, batchSize, true);
      expect(await gltfIssues(bytes)).toEqual([]);
      const read = await load(bytes);
      const { position, color } = read?.geometry.attributes ?? {};
      expect(position?.count ?? 0).toBe(fitted.length / 3);
      if (!position) return;
      expect(position.normalized).toBe(true);
      read!.updateMatrixWorld();
      const { stepMetres } = quantisedOf(fitted);
      const place = new Vector3();
      for (let i = 0; i < position.count; i++) {
        place.fromBufferAttribute(position, i).applyMatrix4(read!.matrixWorld);
        for (const [axis, value] of place.toArray().entries()) {
          // And what float32 adds in the reader.
          const most = stepMetres[axis]! / 2 + 1e-5;
          expect(Math.abs(value - fitted[3 * i + axis]!)).toBeLessThanOrEqual(most);
        }
        const light = [color!.getX(i), color!.getY(i), color!.getZ(i)];
        const colour = [...points.colours.subarray(3 * i, 3 * i + 3)];
        expect(light.map((value) => encodedColour(65535 * value))).toEqual(colour);
      }
    }),
    { numRuns: 50 },
  );
});

test('quantised, a room takes 16 bytes a point, and a street 20 as ever', async () => {
  const points = manyPoints(30_001);
  const count = points.positions.length / 3;
  const room = glbOf(points, 2000, true);
  const street = glbOf({ ...points, positions: points.positions.map((value) => 4 * value) }, 2000, true);
  expect([room, street].map((bytes) => Math.floor(bytes.length / count))).toEqual([16, 20]);
  const [narrow, wide] = await Promise.all([room, street].map(load));
  const { stepMetres } = quantisedOf(points.positions);
  const half = Math.max(...stepMetres) / 2;
  // 20 m across: a step of 0.3 mm.
  expect(half).toBeLessThan(0.0002);
  narrow!.updateMatrixWorld();
  const place = new Vector3();
  let farthest = 0;
  for (let i = 0; i < count; i++) {
    place.fromBufferAttribute(narrow!.geometry.attributes['position']!, i).applyMatrix4(narrow!.matrixWorld);
    const [x, y, z] = points.positions.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    farthest = Math.max(farthest, Math.abs(place.x - x), Math.abs(place.y - y), Math.abs(place.z - z));
  }
  expect(farthest).toBeLessThan(half + 2e-6);
  expect(farthest).toBeGreaterThan(0.9 * half);
  expect(wide!.geometry.attributes['position']!.getX(7)).toBe(Math.fround(4 * points.positions[21]!));
});

test('throws where points are missing', () => {
  const cloud = { ...memoryCloud(manyPoints(1), 1), count: 2 };
  const positions = glbPositions(cloudBounds(cloud), false);
  expect(() => bytesOf(encodeGlbPoints(cloud, positions, ''))).toThrow(/announced 2 points and made 1/);
});
