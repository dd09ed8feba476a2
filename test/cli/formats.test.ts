import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PhotoEvent } from '../../src/contract/convert';
import { DEFAULT_EDGE_THRESHOLD } from '../../src/core/depth/edges';
import { runConvert, type ConvertResult } from '../fixtures/cli';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { expectPlaceColours } from '../fixtures/projection';
import { readNpy, readPly, readPng16, readSidecar } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

type Done = Extract<PhotoEvent, { status: 'done' }>;

const folder = tempFolder();
const out = path.join(folder, 'out');
const photo = path.join(folder, 'photo.png');
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
const size = { widthPx: 200, heightPx: 150 };
/** Off-centre and not square, so that no axis can be taken for another. */
const camera = { fxPx: 210, fyPx: 190, cxPx: 90, cyPx: 80 };
const cameraOption = ['--intrinsics', Object.values(camera).join(',')];
const inOut = (name: string): string => path.join(out, name);

let result: ConvertResult;
let done: Done;

beforeAll(async () => {
  await sharpOf(placeCodedPicture(size.widthPx, size.heightPx)).png().toFile(photo);
  const formats = ['--format', 'ply,npy,png16,xyz,preview', '--max-points', '5000'];
  result = await runConvert([photo, '--out', out, ...formats, ...cameraOption], { env });
  done = result.photos[0] as Done;
});

describe('fathom convert --format ply,npy,png16,xyz,preview', () => {
  it('ends well and names every file', () => {
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const names = ['photo.ply', 'photo.depth.npy', 'photo.depth.png', 'photo.xyz', 'photo.preview.png', 'photo.json'];
    expect(done.outputs).toEqual(names.map(inOut));
  });

  it('writes a PLY that says what it is', async () => {
    const cloud = await readPly(inOut('photo.ply'));
    expect(cloud.count).toBe(5000);
    expect(done.points).toBe(5000);
    expectPlaceColours(cloud, { ...size, camera }, 2);
    expect(cloud.header.slice(0, 6)).toEqual([
      'ply',
      'format binary_little_endian 1.0',
      'comment made by Fathom 0.1.0',
      'comment unit metre',
      'comment frame opencv: x right, y down, z forward',
      'comment photo 200 x 150 px',
    ]);
    expect(cloud.header).toContain('comment camera fx 210 fy 190 cx 90 cy 80 px, focal from typed');
    expect(cloud.confidence.every((confidence) => confidence >= 0 && confidence <= 1)).toBe(true);
    for (let i = 0; i < cloud.normals.length; i += 3) {
      const [x, y, z] = [0, 1, 2].map((axis) => cloud.normals[i + axis]!) as [number, number, number];
      expect(Math.hypot(x, y, z)).toBeCloseTo(1, 4);
    }
  });

  it('writes the same points as XYZ', async () => {
    const cloud = await readPly(inOut('photo.ply'));
    const lines = (await readFile(inOut('photo.xyz'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(5000);
    for (const [i, line] of lines.entries()) {
      const [x, y, z, ...colour] = line.split(' ').map(Number) as [number, number, number, ...number[]];
      expect([x, y, z].map(Math.fround)).toEqual([...cloud.positions.subarray(3 * i, 3 * i + 3)]);
      expect(colour).toEqual([...cloud.colours.subarray(3 * i, 3 * i + 3)]);
    }
  });

  it('writes depth of the photo’s own size as NPY, in the range it tells', async () => {
    const { shape, values } = await readNpy(inOut('photo.depth.npy'));
    expect(shape).toEqual([150, 200]);
    const kept = values.filter((depth) => depth !== 0);
    expect(kept.length).toBeGreaterThan(0.8 * values.length);
    const [nearest, farthest] = done.depthRangeMetres!;
    expect(kept.every((depth) => depth >= nearest * 0.999 && depth <= farthest * 1.001)).toBe(true);
  });

  it('writes the same depth as 16-bit PNG, within half a step of the scale in the sidecar', async () => {
    const { values } = await readNpy(inOut('photo.depth.npy'));
    const png = await readPng16(inOut('photo.depth.png'));
    const { depth } = await readSidecar(inOut('photo.json'));
    const step = depth.png16MetresPerUnit!;
    expect(step).toBe(0.001);
    expect(png).toMatchObject(size);
    let worst = 0;
    for (let i = 0; i < values.length; i++) worst = Math.max(worst, Math.abs(png.values[i]! * step - values[i]!));
    expect(worst).toBeLessThanOrEqual(0.5 * step * 1.001);
    expect(png.values.map((value) => (value === 0 ? 0 : 1))).toEqual(
      Uint16Array.from(values, (value) => (value === 0 ? 0 : 1)),
    );
  });

  it('writes a preview with a legend below the picture', async () => {
    const { width, height, channels, depth } = await sharp(inOut('photo.preview.png')).metadata();
    expect({ width, channels, depth }).toEqual({ width: 1024, channels: 3, depth: 'uchar' });
    expect(height).toBeGreaterThan(768 + 20);
    expect(height).toBeLessThan(768 + 200);
  });

  it('writes a sidecar that tells where everything comes from', async () => {
    const sidecar = await readSidecar(inOut('photo.json'));
    expect(sidecar).toMatchObject({
      app: { name: 'Fathom', version: '0.1.0' },
      source: { path: photo },
      photo: { ...size, format: 'png', orientationApplied: 1, conversions: [] },
      camera: { ...camera, pixelCentre: 0.5, focalOrigin: 'typed', focalTrust: 'exact', assumptions: [] },
      model: { id: 'fathom-s' },
      precision: { requested: 'auto', used: 'fp32' },
      provider: { name: 'cpu', requestedDevice: 'auto' },
      depth: { unit: 'metre', meaning: 'planarZ', grid: size, rangeMetres: done.depthRangeMetres, followsFocal: true },
      cloud: { points: 5000, grid: 'model', frame: 'opencv', unit: 'metre', maxPoints: 5000 },
      masks: { edgeThreshold: DEFAULT_EDGE_THRESHOLD },
    });
    expect(sidecar.outputs.map(({ format, file }) => [format, file])).toEqual([
      ['ply', 'photo.ply'],
      ['npy', 'photo.depth.npy'],
      ['png16', 'photo.depth.png'],
      ['xyz', 'photo.xyz'],
      ['preview', 'photo.preview.png'],
    ]);
  });

  it('keeps no word on clouds in a sidecar without one', async () => {
    const plain = path.join(folder, 'plain');
    await runConvert([photo, '--out', plain, '--format', 'npy'], { env });
    expect(await readSidecar(path.join(plain, 'photo.json'))).not.toHaveProperty('cloud');
  });
});

describe('fathom convert --ply-ascii', () => {
  it('writes the very points of the binary file as text', async () => {
    const ascii = path.join(folder, 'ascii');
    await runConvert([photo, '--out', ascii, '--ply-ascii', '--max-points', '5000', ...cameraOption], { env });
    const binary = await readPly(inOut('photo.ply'));
    const text = await readPly(path.join(ascii, 'photo.ply'));
    expect(text.header[1]).toBe('format ascii 1.0');
    expect(text.positions).toEqual(binary.positions);
    expect(text.normals).toEqual(binary.normals);
    expect(text.colours).toEqual(binary.colours);
    expect(text.confidence).toEqual(binary.confidence);
  });
});
