import fc from 'fast-check';
import { Vector3, type BufferGeometry, type Mesh } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { OBJLoader } from 'three/examples/jsm/loaders/OBJLoader.js';
import { expect, test } from 'vitest';
import { largeDepthMap, someDepthMaps } from '../../../test/fixtures/depth-rows';
import { gltfIssues } from '../../../test/fixtures/gltf-issues';
import { bytesOf } from '../../../test/fixtures/point-clouds';
import type { CloudFrame } from '../cloud/frame';
import { depthMapRows, type DepthMap } from '../depth/depth-map';
import { meshOfDepth, type GridMesh } from '../mesh/grid-mesh';
import { encodeGlbMesh, glbMeshBounds } from './glb-mesh';
import { glbPositions } from './glb-positions';
import { encodeMtl, encodeObj } from './obj';

/** A JPEG of one grey pixel. */
const TEXTURE = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==',
  'base64',
);

const meshOf = (map: DepthMap, edgeThreshold = 0): GridMesh =>
  meshOfDepth(depthMapRows(map), { stepPx: 1, maxVertices: undefined, edgeThreshold });

const glbOf = (mesh: GridMesh, quantise = false): Buffer =>
  bytesOf(encodeGlbMesh(mesh, glbPositions(glbMeshBounds(mesh), quantise), TEXTURE, 'Fathom test'));

/** What the loaders must find: x y z and u v of each corner of each triangle. */
function cornersOf(mesh: GridMesh, frame: CloudFrame): { positions: number[]; texture: number[] } {
  const vertices: { position: number[]; texture: number[] }[] = [];
  for (const { count, positions, texture } of mesh.vertices(frame, 'm')) {
    for (let i = 0; i < count; i++) {
      vertices.push({
        position: [...positions.subarray(3 * i, 3 * i + 3)],
        texture: [...texture.subarray(2 * i, 2 * i + 2)],
      });
    }
  }
  const corners: number[] = [];
  for (const numbers of mesh.triangles()) corners.push(...numbers);
  return {
    positions: corners.flatMap((corner) => vertices[corner]!.position),
    texture: corners.flatMap((corner) => vertices[corner]!.texture),
  };
}

/** The same without the loader's index. */
function foundCorners(geometry: BufferGeometry): { positions: number[]; texture: number[] } {
  const { position, uv } = (geometry.index ? geometry.toNonIndexed() : geometry).attributes;
  return { positions: [...position!.array], texture: [...uv!.array] };
}

/** The mesh in a GLB file as three's loader makes it; undefined where there is none. It decodes no pictures in Node. */
async function loadGlb(bytes: Buffer): Promise<Mesh | undefined> {
  const loader = new GLTFLoader();
  loader.register((parser) => ({ name: 'noTextures', loadTexture: () => Promise.resolve(parser.options as never) }));
  const { scene } = await loader.parseAsync(new Uint8Array(bytes).buffer, '');
  return scene.getObjectsByProperty('type', 'Mesh')[0] as Mesh | undefined;
}

test("GLB: three's GLTFLoader reads back any mesh, and Khronos' validator finds no fault", async () => {
  await fc.assert(
    fc.asyncProperty(someDepthMaps, fc.boolean(), async (map, cuts) => {
      const mesh = meshOf(map, cuts ? 0.5 : 0);
      const bytes = glbOf(mesh);
      expect(await gltfIssues(bytes)).toEqual([]);
      const read = await loadGlb(bytes);
      const found = read ? foundCorners(read.geometry) : { positions: [], texture: [] };
      expect(found).toEqual(cornersOf(mesh, 'opengl'));
    }),
    { numRuns: 40 },
  );
});

test('GLB: one larger than a chunk, unlit, seen from behind too', async () => {
  const mesh = meshOf(largeDepthMap());
  const bytes = glbOf(mesh);
  expect(await gltfIssues(bytes)).toEqual([]);
  const read = (await loadGlb(bytes))!;
  expect(read.material).toMatchObject({ type: 'MeshBasicMaterial', side: 2 });
  expect(read.geometry.index!.count).toBe(3 * mesh.triangleCount);
  expect(mesh.triangleCount).toBeGreaterThan(200_000);
});

test('GLB, quantised: every corner to half a step and half a 65535th of the photo, in 12 bytes a vertex', async () => {
  const map = largeDepthMap();
  const mesh = meshOf(map);
  const bytes = glbOf(mesh, true);
  expect(await gltfIssues(bytes)).toEqual([]);
  expect(glbOf(mesh).length - bytes.length).toBeGreaterThan(8 * mesh.vertexCount - 400);
  const read = (await loadGlb(bytes))!;
  const { position, uv } = read.geometry.attributes;
  expect([position!.count, read.geometry.index!.count]).toEqual([mesh.vertexCount, 3 * mesh.triangleCount]);
  read.updateMatrixWorld();
  const stored = glbPositions(glbMeshBounds(mesh), true);
  if (stored.kind !== 'quantised') throw new Error('the box is too large');
  const place = new Vector3();
  let [vertex, farthest, farthestTexture] = [0, 0, 0];
  for (const { count, positions, texture } of mesh.vertices('opengl', 'm')) {
    for (let i = 0; i < count; i++, vertex++) {
      place.fromBufferAttribute(position!, vertex).applyMatrix4(read.matrixWorld);
      for (const [axis, value] of place.toArray().entries()) {
        const steps = Math.abs(value - positions[3 * i + axis]!) / stored.stepMetres[axis]!;
        farthest = Math.max(farthest, steps);
      }
      const across = Math.abs(uv!.getX(vertex) - texture[2 * i]!);
      farthestTexture = Math.max(farthestTexture, across, Math.abs(uv!.getY(vertex) - texture[2 * i + 1]!));
    }
  }
  expect(farthest).toBeLessThan(0.51);
  expect(farthestTexture).toBeLessThan(0.51 / 65535);
});

test('GLB, quantised: any mesh is a file without fault, flat ones and far ones too', async () => {
  await fc.assert(
    fc.asyncProperty(someDepthMaps, fc.boolean(), async (map, isNear) => {
      const depthMetres = isNear ? map.depthMetres.map((metres) => 1 + (metres % 5)) : map.depthMetres;
      const bytes = glbOf(meshOf({ ...map, depthMetres }), true);
      expect(await gltfIssues(bytes)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test("OBJ: three's OBJLoader reads back any mesh, v from below", () => {
  fc.assert(
    fc.property(someDepthMaps, (map) => {
      const mesh = meshOf(map);
      const options = { frame: 'zup', unit: 'm', comments: ['two\nlines'], materialFile: 'a b.mtl' } as const;
      const text = bytesOf(encodeObj(mesh, options)).toString();
      expect(text.split('\n').slice(0, 4)).toEqual(['# two lines', 'mtllib a b.mtl', 'o mesh', 'usemtl photo']);
      const expected = cornersOf(mesh, 'zup');
      const read = new OBJLoader().parse(text).children[0] as Mesh | undefined;
      const found = read ? foundCorners(read.geometry) : { positions: [], texture: [] };
      // Minus zero is written as 0.
      expect(found.positions).toEqual(expected.positions.map((value) => value + 0));
      expect(found.texture).toEqual(expected.texture.map((value, i) => (i % 2 === 1 ? Math.fround(1 - value) : value)));
    }),
    { numRuns: 40 },
  );
});

test('MTL: names the photo on one line', () => {
  expect(Buffer.from(encodeMtl('näh\ne.jpg')).toString().split('\n')).toContain('map_Kd näh e.jpg');
});
