import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Mesh, Points } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { depthMapRows } from '../../src/core/depth/depth-map';
import { encodeNpy } from '../../src/core/formats/npy';
import { runCli, runConvert } from '../fixtures/cli';
import { depthMapOf } from '../fixtures/depth-rows';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { bytesOf } from '../fixtures/point-clouds';
import { readPly, readSidecar, type Cloud } from '../fixtures/read-back';
import { readLas } from '../fixtures/read-las';
import { renderedSamples } from '../fixtures/rendered-samples';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
/** A road, seen by a camera that is tilted. */
const sample = renderedSamples().find(({ name }) => name === 'road-crossing');

type Vector = readonly [number, number, number];

const vectorAt = (values: ArrayLike<number>, i: number): Vector => [
  values[3 * i]!,
  values[3 * i + 1]!,
  values[3 * i + 2]!,
];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

describe.skipIf(sample === undefined)('fathom convert --level auto', () => {
  const { name, photo, depthFile, intrinsics } = sample!;
  const { fxPx, fyPx, cxPx, cyPx } = intrinsics;
  const about = [
    ...['--depth', depthFile.path, '--depth-scale', String(depthFile.metresPerUnit)],
    ...['--intrinsics', [fxPx, fyPx, cxPx, cyPx].join(',')],
  ];

  /** Converts the photo, and returns what finds its files. */
  async function convert(to: string, ...options: string[]): Promise<(suffix: string) => string> {
    const out = path.join(folder, to);
    const result = await runConvert([photo, '--out', out, ...about, ...options], { env });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    return (suffix) => path.join(out, `${name}${suffix}`);
  }

  let plain: Cloud;
  let files: (suffix: string) => string;
  let level: Cloud;

  beforeAll(async () => {
    plain = await readPly((await convert('plain', '--max-points', '20000'))('.ply'));
    const formats = ['--format', 'ply,las,glb,mesh-glb,obj,npy,colmap,nerfstudio'];
    files = await convert(
      'level',
      '--max-points',
      '20000',
      '--level',
      'auto',
      '--frame',
      'zup',
      '--unit',
      'cm',
      ...formats,
    );
    level = await readPly(files('.ply'));
  });

  /** Where a point of the camera’s axes is to be: OpenCV’s axes, metres. */
  async function turned(): Promise<(point: Vector) => Vector> {
    const { rotation, translationMetres } = (await readSidecar(files('.json'))).level!;
    return (point) =>
      [0, 1, 2].map((axis) => dot(rotation[axis]!, point) + translationMetres[axis]!) as unknown as Vector;
  }

  it('puts the ground at height 0, and the camera above it', async () => {
    const heights = level.positions.filter((_, i) => i % 3 === 2).map((cm) => cm / 100);
    // A street takes a good part of the picture; before, nothing lies so flat.
    const flat = heights.filter((height) => Math.abs(height) < 0.05).length / level.count;
    expect(flat).toBeGreaterThan(0.2);
    const below = heights.filter((height) => height < -0.5).length / level.count;
    expect(below).toBeLessThan(0.01);
    const { level: said, depth } = await readSidecar(files('.json'));
    expect(said!.origin).toBe('automatic');
    // The camera, where its own origin went: that is above the ground.
    expect(said!.translationMetres[1]).toBeLessThan(-0.5);
    expect(depth.unit).toBe('metre');
  });

  it('turns the points and normals of the plain cloud as the sidecar says', async () => {
    const turn = await turned();
    const { rotation } = (await readSidecar(files('.json'))).level!;
    let [farthest, farthestNormal] = [0, 0];
    expect(level.count).toBe(plain.count);
    for (let i = 0; i < plain.count; i++) {
      const [right, down, forward] = turn(vectorAt(plain.positions, i));
      const found = vectorAt(level.positions, i);
      const scale = Math.max(1, Math.hypot(right, down, forward));
      for (const [axis, metres] of [right, forward, -down].entries()) {
        farthest = Math.max(farthest, Math.abs(found[axis]! / 100 - metres) / scale);
      }
      const normal = rotation.map((row) => dot(row, vectorAt(plain.normals, i)));
      const foundNormal = vectorAt(level.normals, i);
      for (const [axis, value] of [normal[0]!, normal[2]!, -normal[1]!].entries()) {
        farthestNormal = Math.max(farthestNormal, Math.abs(foundNormal[axis]! - value));
      }
    }
    expect([farthest < 1e-6, farthestNormal < 1e-6]).toEqual([true, true]);
  });

  it('in LAS, its bounds too', async () => {
    const { header, values } = await readLas(await readFile(files('.las')));
    const heights = level.positions.filter((_, i) => i % 3 === 2).sort((a, b) => a - b);
    expect(header.min[2]).toBeCloseTo(heights[0]!, 1);
    expect(header.max[2]).toBeCloseTo(heights.at(-1)!, 1);
    expect(values('Z')[0]).toBeCloseTo(level.positions[2]!, 1);
  });

  it('in GLB, metres and y up', async () => {
    const bytes = new Uint8Array(await readFile(files('.glb')));
    const { scene } = await new GLTFLoader().parseAsync(bytes.buffer, '');
    const { position } = (scene.getObjectByProperty('type', 'Points') as Points).geometry.attributes;
    let farthest = 0;
    for (let i = 0; i < level.count; i++) {
      const [right, forward, up] = vectorAt(level.positions, i).map((cm) => cm / 100) as [number, number, number];
      for (const [axis, metres] of [right, up, -forward].entries()) {
        farthest = Math.max(farthest, Math.abs(position!.getComponent(i, axis) - metres) / Math.max(1, forward));
      }
    }
    expect(farthest).toBeLessThan(1e-5);
  });

  it('in meshes', async () => {
    const { geometry } = new OBJLoader().parse(await readFile(files('.obj'), 'utf8')).children[0] as Mesh;
    const heights = Float32Array.from(geometry.attributes['position']!.array).filter((_, i) => i % 3 === 2);
    expect(heights.filter((cm) => Math.abs(cm) < 5).length / heights.length).toBeGreaterThan(0.2);
    const glb = await readFile(files('.mesh.glb'));
    const json = JSON.parse(glb.toString('utf8', 20, 20 + glb.readUInt32LE(12))) as { accessors: { min: number[] }[] };
    geometry.computeBoundingBox();
    expect(json.accessors[0]!.min[1]).toBeCloseTo(geometry.boundingBox!.min.z / 100, 3);
  });

  it('and has COLMAP’s and nerfstudio’s camera see its points where the photo has them', async () => {
    const [, line] = (await readFile(files('.colmap/images.txt'), 'utf8')).split('\n') as [string, string];
    const [w, x, y, z, ...translation] = line.split(' ').slice(1, 8).map(Number) as [number, number, number, number];
    const [tx, ty, tz] = translation as unknown as Vector;
    const rows: readonly Vector[] = [
      [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
      [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
      [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ];
    const { frames } = JSON.parse(await readFile(files('.transforms.json'), 'utf8')) as {
      frames: [{ transform_matrix: number[][] }];
    };
    const pose = frames[0].transform_matrix;
    let farthest = 0;
    for (let i = 0; i < level.count; i += 7) {
      const point = vectorAt(level.positions, i);
      const [px, py, pz] = vectorAt(plain.positions, i);
      const colmap = [dot(rows[0]!, point) + tx, dot(rows[1]!, point) + ty, dot(rows[2]!, point) + tz] as const;
      const moved = point.map((value, axis) => value - pose[axis]![3]!) as unknown as Vector;
      const column = (k: number): Vector => [pose[0]![k]!, pose[1]![k]!, pose[2]![k]!];
      // The axes of OpenGL’s camera: x right, y up, z backward.
      const nerfstudio = [dot(column(0), moved), -dot(column(1), moved), -dot(column(2), moved)] as const;
      for (const [inX, inY, inZ] of [colmap, nerfstudio]) {
        farthest = Math.max(farthest, fxPx * Math.abs(inX / inZ - px / pz), fyPx * Math.abs(inY / inZ - py / pz));
        farthest = Math.max(farthest, Math.abs(inZ / 100 - pz) / pz);
      }
    }
    expect(farthest).toBeLessThan(0.01);
  });

  it('leaves depth files as they are, and makes files anew that were not level', async () => {
    const flat = await convert('again', '--format', 'ply,npy', '--max-points', '2000');
    const before = await readFile(flat('.depth.npy'));
    expect(await readFile(files('.depth.npy'))).toEqual(before);
    expect((await readSidecar(flat('.json'))).level).toBeUndefined();
    const again = [
      photo,
      '--out',
      path.join(folder, 'again'),
      ...about,
      '--format',
      'ply,npy',
      '--max-points',
      '2000',
      '--level',
      'auto',
    ];
    expect((await runConvert(again, { env })).photos).toMatchObject([{ status: 'done', groundFound: true }]);
    expect(await readFile(flat('.depth.npy'))).toEqual(before);
    expect((await runConvert(again, { env })).photos).toMatchObject([{ status: 'skipped' }]);
  });
});

it('says where no ground is found, and leaves the cloud as the camera saw it', async () => {
  const photo = path.join(folder, 'wall.png');
  await sharpOf(placeCodedPicture(64, 48)).png().toFile(photo);
  const depth = path.join(folder, 'wall.npy');
  const wall = depthMapOf(64, 48, { depthMetres: new Float32Array(64 * 48).fill(2), mask: new Uint8Array(64 * 48) });
  await writeFile(depth, bytesOf(encodeNpy(depthMapRows(wall))));
  const out = path.join(folder, 'wall');
  const args = ['convert', photo, '--out', out, '--depth', depth, '--level', 'auto'];
  const { code, stdout } = await runCli(args, { env });
  expect(code).toBe(0);
  expect(stdout).toContain(`not level: no ground found in ${photo}`);
  expect((await readSidecar(path.join(out, 'wall.json'))).level).toBeNull();
  const { positions } = await readPly(path.join(out, 'wall.ply'));
  const depths = positions.filter((_, i) => i % 3 === 2);
  expect([Math.min(...depths), Math.max(...depths)]).toEqual([2, 2]);
});

it('takes none or auto, and nothing else', async () => {
  const result = await runCli(['convert', 'a.jpg', '--out', folder, '--level', 'best']);
  expect(result).toMatchObject({ code: 2 });
  expect(result.stderr).toContain('--level takes none, auto, not "best"');
});
