import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Vector3, type BufferGeometry, type Points } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { PCDLoader } from 'three/addons/loaders/PCDLoader.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { runConvert } from '../fixtures/cli';
import { gltfIssues } from '../fixtures/gltf-issues';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { readPly, readSidecar, type Cloud } from '../fixtures/read-back';
import { readLas } from '../fixtures/read-las';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
const photo = path.join(folder, 'photo.png');
const COUNT = 3000;

/** Converts the photo, and returns what finds its files. */
async function convert(name: string, ...options: string[]): Promise<(suffix: string) => string> {
  const out = path.join(folder, name);
  const result = await runConvert([photo, '--out', out, '--max-points', String(COUNT), ...options], { env });
  expect(result).toMatchObject({ code: 0, stderr: '' });
  return (suffix) => path.join(out, `photo${suffix}`);
}

const bufferOf = async (file: string): Promise<ArrayBuffer> => new Uint8Array(await readFile(file)).buffer;

let ply: Cloud;
let files: (suffix: string) => string;

beforeAll(async () => {
  await sharpOf(placeCodedPicture(200, 150)).png().toFile(photo);
  files = await convert('plain', '--format', 'ply,pcd,las,glb');
  ply = await readPly(files('.ply'));
});

/** The greatest distance along an axis between the points of a cloud and those of the PLY file. */
function farthest(read: (i: number) => readonly [number, number, number]): number {
  let distance = 0;
  for (let i = 0; i < COUNT; i++) {
    for (const [axis, value] of read(i).entries()) {
      distance = Math.max(distance, Math.abs(value - ply.positions[3 * i + axis]!));
    }
  }
  return distance;
}

describe('the points of the PLY file are those of', () => {
  it.each(['binary', 'compressed'])('the PCD file: %s', async (encoding) => {
    const at = await convert(`pcd-${encoding}`, '--format', 'pcd', '--pcd', encoding);
    const { attributes }: BufferGeometry = new PCDLoader().parse(await bufferOf(at('.pcd'))).geometry;
    expect(attributes['position']!.array).toEqual(ply.positions);
    expect(attributes['normal']!.array).toEqual(ply.normals);
    expect(Uint8Array.from(attributes['color']!.array, (value) => Math.round(255 * value))).toEqual(ply.colours);
  });

  it.each(['1.2', '1.4'])('the LAS %s file, to half a step', async (version) => {
    const at = await convert(`las-${version}`, '--format', 'las', '--las', version);
    const { header, count, values } = await readLas(await readFile(at('.las')));
    expect([header.minorVersion, count]).toEqual([Number(version.slice(2)), COUNT]);
    const [x, y, z] = ['X', 'Y', 'Z'].map(values) as [number[], number[], number[]];
    expect(farthest((i) => [x[i]!, y[i]!, z[i]!])).toBeLessThanOrEqual(0.5e-4 + 1e-9);
    expect(Uint8Array.from(values('Green'), (value) => value / 257)).toEqual(ply.colours.filter((_, i) => i % 3 === 1));
    expect(Float32Array.from(values('NormalZ'))).toEqual(ply.normals.filter((_, i) => i % 3 === 2));
    expect(Float32Array.from(values('Confidence'))).toEqual(ply.confidence);
  });

  it('the GLB file, in OpenGL’s frame', async () => {
    expect(await gltfIssues(await readFile(files('.glb')))).toEqual([]);
    const { scene } = await new GLTFLoader().parseAsync(await bufferOf(files('.glb')), '');
    const { position } = (scene.getObjectByProperty('type', 'Points') as Points).geometry.attributes;
    expect(position!.count).toBe(COUNT);
    expect(farthest((i) => [position!.getX(i), -position!.getY(i), -position!.getZ(i)])).toBe(0);
  });
});

it('--glb-quantise writes a smaller GLB, off by half the step that the sidecar tells at most', async () => {
  const at = await convert('quantised', '--format', 'glb,mesh-glb', '--glb-quantise');
  const bytes = await readFile(at('.glb'));
  expect(await gltfIssues(bytes)).toEqual([]);
  expect((await readFile(files('.glb'))).length - bytes.length).toBeGreaterThan(3.8 * COUNT);
  const { cloud, mesh } = await readSidecar(at('.json'));
  const [x, y, z] = cloud!.glbStepMetres!;
  const { scene } = await new GLTFLoader().parseAsync(await bufferOf(at('.glb')), '');
  const points = scene.getObjectByProperty('type', 'Points') as Points;
  points.updateMatrixWorld();
  const { position } = points.geometry.attributes;
  const place = new Vector3();
  const distance = farthest((i) => {
    place.fromBufferAttribute(position!, i).applyMatrix4(points.matrixWorld);
    return [place.x, -place.y, -place.z];
  });
  expect(distance).toBeLessThanOrEqual(Math.max(x, y, z) / 2 + 1e-6);
  expect(distance).toBeGreaterThan(0);
  expect(mesh!.glbStepMetres!.every((step) => step > 0 && step <= 0.001)).toBe(true);
  expect((await readSidecar(files('.json'))).cloud!.glbStepMetres).toBeUndefined();
});

it('lists the files in the sidecar', async () => {
  const { cloud, outputs } = await readSidecar(files('.json'));
  expect(cloud).toMatchObject({ points: COUNT });
  expect(outputs.map(({ file }) => file)).toEqual(['photo.ply', 'photo.pcd', 'photo.las', 'photo.glb']);
});

it('writes another unit, thinner, without normals and confidence, masked pixels flagged', async () => {
  const at = await convert(
    'options',
    ...[
      '--format',
      'las,glb',
      '--unit',
      'mm',
      '--voxel',
      '0.002',
      '--masked',
      'flag',
      '--edge-threshold',
      '0.0005',
      '--no-normals',
      '--no-confidence',
    ],
  );
  const { cloud } = await readSidecar(at('.json'));
  expect(cloud).toMatchObject({ unit: 'millimetre', voxelMetres: 0.002, maskedFlagged: true });
  const { header, count, values } = await readLas(await readFile(at('.las')));
  expect(header).toMatchObject({ scale: [0.1, 0.1, 0.1], pointDataRecordLength: 26 });
  expect(count).toBe(cloud!.points);
  const [farthestPlain] = [...ply.positions.filter((_, i) => i % 3 === 2)].sort((a, b) => b - a);
  expect(header.max[2] / 1000).toBeGreaterThan(0.9 * farthestPlain!);
  expect(values('UserData').some((bits) => bits !== 0)).toBe(true);
  expect(values('UserData').map((bits) => (bits ? 7 : 1))).toEqual(values('Classification'));
});
