import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Mesh } from 'three';
import { MTLLoader } from 'three/addons/loaders/MTLLoader.js';
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { runConvert } from '../fixtures/cli';
import { gltfIssues } from '../fixtures/gltf-issues';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { expectOnlyWholeResults, readPly, readSidecar, type Cloud } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
const photo = path.join(folder, 'photo.png');
const SIZE = { width: 200, height: 150 };

/** Converts the photo, and returns what finds its files. */
async function convert(name: string, ...options: string[]): Promise<(suffix: string) => string> {
  const out = path.join(folder, name);
  const result = await runConvert([photo, '--out', out, ...options], { env });
  expect(result).toMatchObject({ code: 0, stderr: '' });
  return (suffix) => path.join(out, `photo${suffix}`);
}

/** What a GLB file holds, by glTF's own rules. */
async function readGlb(file: string) {
  const bytes = await readFile(file);
  // Photos have the sides they have: glTF takes them, old graphics cards wanted powers of two.
  const code = 'IMAGE_NPOT_DIMENSIONS';
  expect(await gltfIssues(bytes)).toEqual([expect.objectContaining({ code })]);
  const jsonBytes = bytes.readUInt32LE(12);
  const json = JSON.parse(bytes.toString('utf8', 20, 20 + jsonBytes)) as {
    bufferViews: { byteOffset?: number; byteLength: number }[];
    accessors: { count: number; min?: number[]; max?: number[] }[];
  };
  const view = (i: number): Buffer => {
    const { byteOffset = 0, byteLength } = json.bufferViews[i]!;
    return bytes.subarray(28 + jsonBytes + byteOffset, 28 + jsonBytes + byteOffset + byteLength);
  };
  return { accessors: json.accessors, vertices: view(0), texture: view(2) };
}

const objOf = async (file: string): Promise<Mesh> =>
  new OBJLoader().parse(await readFile(file, 'utf8')).children[0] as Mesh;

let files: (suffix: string) => string;
let ply: Cloud;

beforeAll(async () => {
  await sharpOf(placeCodedPicture(SIZE.width, SIZE.height)).png().toFile(photo);
  files = await convert('plain', '--format', 'ply,mesh-glb,obj', '--frame', 'zup', '--unit', 'cm');
  ply = await readPly(files('.ply'));
});

describe('fathom convert --format mesh-glb,obj', () => {
  it('gives GLB vertices that are points of the cloud, in metres, y up', async () => {
    const { vertices, accessors } = await readGlb(files('.mesh.glb'));
    const { mesh } = await readSidecar(files('.json'));
    expect([accessors[0]!.count, accessors[2]!.count]).toEqual([mesh!.vertices, 3 * mesh!.triangles]);
    expect(mesh!.vertices).toBeGreaterThan(0.9 * ply.count);
    // Of the points in centimetres, z up: each is where a vertex is, but for those that no triangle needs.
    const places = new Set<string>();
    for (let i = 0; i < ply.positions.length; i += 3) {
      const [right, forward, up] = ply.positions.subarray(i, i + 3) as unknown as [number, number, number];
      places.add([right, up, -forward].map((cm) => (cm / 100).toFixed(4)).join());
    }
    let elsewhere = 0;
    for (let at = 0; at < vertices.length; at += 20) {
      const place = [0, 4, 8].map((axis) => vertices.readFloatLE(at + axis).toFixed(4)).join();
      if (!places.has(place)) elsewhere++;
    }
    expect(elsewhere).toBeLessThan(0.01 * mesh!.vertices);
  });

  it('embeds the photo as JPEG', async () => {
    const { texture } = await readGlb(files('.mesh.glb'));
    expect(await sharp(texture).metadata()).toMatchObject({ format: 'jpeg', ...SIZE });
    const [is, was] = await Promise.all([texture, photo].map((from) => sharp(from).raw().toBuffer()));
    const error = is!.reduce((sum, value, i) => sum + Math.abs(value - was![i]!), 0) / was!.length;
    expect(error).toBeLessThan(3);
  });

  it('writes the OBJ in the frame and unit asked for, its material and photo beside it', async () => {
    const { geometry } = await objOf(files('.obj'));
    const { mesh } = await readSidecar(files('.json'));
    expect(mesh).toMatchObject({ frame: 'zup', unit: 'centimetre', stepPx: 1 });
    expect(geometry.attributes['position']!.count).toBe(3 * mesh!.triangles);
    geometry.computeBoundingBox();
    const forward = ply.positions.filter((_, i) => i % 3 === 1).sort((a, b) => a - b);
    expect(geometry.boundingBox!.max.y).toBeGreaterThan(0.9 * forward.at(-1)!);
    expect(geometry.boundingBox!.max.y).toBeLessThanOrEqual(forward.at(-1)!);
    const obj = await readFile(files('.obj'), 'utf8');
    const materialFile = /^mtllib (?<name>.+)$/m.exec(obj)!.groups!['name']!;
    const { materialsInfo } = new MTLLoader().parse(
      await readFile(path.join(folder, 'plain', materialFile), 'utf8'),
      '',
    );
    const texture = (materialsInfo['photo'] as unknown as { map_kd: string }).map_kd;
    expect(await sharp(path.join(folder, 'plain', texture)).metadata()).toMatchObject({ format: 'jpeg', ...SIZE });
  });

  it('lists every file in the sidecar', async () => {
    await expectOnlyWholeResults(path.join(folder, 'plain'));
    const { outputs } = await readSidecar(files('.json'));
    expect(outputs.map(({ format, file }) => `${format} ${file}`)).toEqual([
      'ply photo.ply',
      'mesh-glb photo.mesh.glb',
      'obj photo.obj',
      'obj photo.mtl',
      'obj photo.texture.jpg',
    ]);
  });

  it('keeps to the most points, by a wider step', async () => {
    const at = await convert('few', '--format', 'mesh-glb', '--max-points', '500');
    const { mesh } = await readSidecar(at('.json'));
    expect(mesh!.vertices).toBeLessThanOrEqual(500);
    expect(mesh!.vertices).toBeGreaterThan(250);
    expect(mesh!.stepPx).toBeGreaterThan(10);
    expect((await readGlb(at('.mesh.glb'))).accessors[0]!.count).toBe(mesh!.vertices);
  });

  it('goes by the step asked for, on the photo’s own grid', async () => {
    const at = await convert('step', '--format', 'mesh-glb', '--grid', 'photo', '--mesh-step', '2');
    const { mesh } = await readSidecar(at('.json'));
    expect(mesh).toMatchObject({ stepPx: 2, grid: 'photo', gridSize: { widthPx: 200, heightPx: 150 } });
    expect(mesh!.vertices).toBeLessThanOrEqual(101 * 76);
  });
});

it('writes cameras beside: COLMAP in a folder of its own, and nerfstudio', async () => {
  const at = await convert('cameras', '--format', 'colmap,nerfstudio', '--frame', 'zup', '--fov', '60');
  const { camera, outputs } = await readSidecar(at('.json'));
  expect(outputs.map(({ file }) => file)).toEqual([
    'photo.colmap/cameras.txt',
    'photo.colmap/images.txt',
    'photo.colmap/points3D.txt',
    'photo.transforms.json',
  ]);
  const cameras = await readFile(at('.colmap/cameras.txt'), 'utf8');
  expect(cameras).toContain(`1 PINHOLE 200 150 ${String(camera.fxPx)} ${String(camera.fyPx)} 100 75\n`);
  expect(JSON.parse(await readFile(at('.transforms.json'), 'utf8'))).toMatchObject({ fl_x: camera.fxPx, w: 200 });
  const { photos } = await runConvert(
    [photo, '--out', path.join(folder, 'cameras'), '--format', 'colmap,nerfstudio', '--frame', 'zup', '--fov', '60'],
    { env },
  );
  expect(photos).toMatchObject([{ status: 'skipped' }]);
});

describe('the files of an OBJ are one output', () => {
  it('made again together where one is gone, and left alone where all are there', async () => {
    const at = await convert('again', '--format', 'obj');
    const made = await stat(at('.obj'));
    await convert('again', '--format', 'obj');
    expect((await stat(at('.obj'))).mtimeMs).toBe(made.mtimeMs);
    await rm(at('.texture.jpg'));
    await convert('again', '--format', 'obj');
    expect((await stat(at('.obj'))).mtimeMs).toBeGreaterThan(made.mtimeMs);
    await expectOnlyWholeResults(path.join(folder, 'again'));
  });

  it('renamed together where others are in the way', async () => {
    await convert('numbered', '--format', 'obj');
    await convert('numbered', '--format', 'obj', '--number');
    expect((await readdir(path.join(folder, 'numbered'))).sort()).toEqual([
      'photo-2.json',
      'photo-2.mtl',
      'photo-2.obj',
      'photo-2.texture.jpg',
      'photo.json',
      'photo.mtl',
      'photo.obj',
      'photo.texture.jpg',
    ]);
    const obj = await readFile(path.join(folder, 'numbered', 'photo-2.obj'), 'utf8');
    expect(obj).toContain('mtllib photo-2.mtl\n');
  });

  it('no photos to be converted themselves', async () => {
    const out = path.join(folder, 'from-outputs');
    const { summary } = await runConvert([path.join(folder, 'again'), '--out', out], { env });
    expect(summary).toMatchObject({ done: 0, failed: 0 });
  });
});
