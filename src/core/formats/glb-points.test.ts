import fc from 'fast-check';
import type { Points as PointsObject } from 'three';
import { ColorManagement } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { expect, test } from 'vitest';
import { gltfIssues } from '../../../test/fixtures/gltf-issues';
import { bytesOf, manyPoints, memoryCloud, somePoints, type Points } from '../../../test/fixtures/point-clouds';
import { encodeGlbPoints } from './glb-points';

function glbOf(points: Points, batchSize: number): Buffer {
  return bytesOf(encodeGlbPoints(memoryCloud(points, batchSize), 'Fathom test'));
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

test('throws where points are missing', () => {
  const cloud = { ...memoryCloud(manyPoints(1), 1), count: 2 };
  expect(() => bytesOf(encodeGlbPoints(cloud, ''))).toThrow(/announced 2 points and made 1/);
});
