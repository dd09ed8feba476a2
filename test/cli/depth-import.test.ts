import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { depthMapRows } from '../../src/core/depth/depth-map';
import { encodeTiff } from '../../src/core/formats/tiff';
import { runConvert, type ConvertResult } from '../fixtures/cli';
import { depthMapOf } from '../fixtures/depth-rows';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { bytesOf } from '../fixtures/point-clouds';
import { readNpy, readPly, readSidecar } from '../fixtures/read-back';
import { renderedSamples, type RenderedSample } from '../fixtures/rendered-samples';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
const samples = renderedSamples();

const npyOf = (width: number, height: number, values: Float32Array): Buffer => {
  const literal = `{'descr': '<f4', 'fortran_order': False, 'shape': (${String(height)}, ${String(width)}), }\n`;
  const head = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${literal}`, 'latin1');
  head.writeUInt16LE(literal.length, 8);
  return Buffer.concat([head, Buffer.from(values.buffer)]);
};

const cameraOf = ({ intrinsics }: RenderedSample): string[] => [
  '--intrinsics',
  [intrinsics.fxPx, intrinsics.fyPx, intrinsics.cxPx, intrinsics.cyPx].join(','),
];

describe.skipIf(samples.length === 0)('exact depth of a rendered photo, imported', () => {
  it.each(samples.slice(0, 3))('gives the points that it unprojects to: $name', async (sample) => {
    const depthMetres = await sample.exactDepthMetres();
    const { widthPx, heightPx } = sample.size;
    const file = path.join(folder, `${sample.name}.npy`);
    await writeFile(file, npyOf(widthPx, heightPx, depthMetres));
    const out = path.join(folder, `exact-${sample.name}`);
    const options = ['--depth', file, '--edge-threshold', '0', '--format', 'ply,npy', ...cameraOf(sample)];
    const result = await runConvert([sample.photo, '--out', out, ...options], { env });
    expect(result).toMatchObject({ code: 0, stderr: '' });

    const { fxPx, fyPx, cxPx, cyPx } = sample.intrinsics;
    const expected: number[] = [];
    for (const [i, z] of depthMetres.entries()) {
      if (z === 0) continue;
      expected.push((((i % widthPx) + 0.5 - cxPx) * z) / fxPx, ((Math.floor(i / widthPx) + 0.5 - cyPx) * z) / fyPx, z);
    }
    const { positions } = await readPly(path.join(out, `${sample.name}.ply`));
    expect(positions.length).toBe(expected.length);
    let farthest = 0;
    for (const [i, value] of expected.entries()) farthest = Math.max(farthest, Math.abs(positions[i]! - value) / value);
    expect(farthest).toBeLessThan(1e-6);
    expect((await readNpy(path.join(out, `${sample.name}.depth.npy`))).values).toEqual(depthMetres);

    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    const sidecar = await readSidecar(path.join(out, `${sample.name}.json`));
    expect(sidecar).toMatchObject({
      importedDepth: { path: file, sha256, grid: sample.size, metresPerUnit: 1 },
      model: { id: 'imported-depth', sha256 },
      depth: { followsFocal: false },
    });
  });

  it('is masked and drawn as a mesh like any other', async () => {
    const [{ photo, name }] = samples as [RenderedSample];
    const out = path.join(folder, 'masked');
    // The samples' depth maps are named as Fathom names its own.
    const options = ['--depth', path.dirname(photo), '--depth-scale', '0.001', '--format', 'ply,mesh-glb'];
    expect(await runConvert([photo, '--out', out, ...options], { env })).toMatchObject({ code: 0, stderr: '' });
    const { masks, mesh, cloud } = await readSidecar(path.join(out, `${name}.json`));
    expect(masks.edge).toBeGreaterThan(0);
    expect(mesh!.vertices).toBeGreaterThan(0.9 * cloud!.points);
  });
});

describe('depth files of a folder', () => {
  const photos = path.join(folder, 'photos');
  const depths = path.join(folder, 'depths');
  const at = (name: string): string => path.join(depths, name);
  /** Half the photo's size: 80 × 60, from 1 m at the left to 2.58 m at the right. */
  const ramp = Float32Array.from({ length: 80 * 60 }, (_, i) => 1 + Math.fround((i % 80) / 50));
  let result: ConvertResult;

  const photoCalled = async (name: string): Promise<void> => {
    await mkdir(path.dirname(path.join(photos, name)), { recursive: true });
    await sharpOf(placeCodedPicture(160, 120)).png().toFile(path.join(photos, name));
  };

  beforeAll(async () => {
    const names = ['npy', 'sub/inner', 'png16', 'tiff', 'none', 'wide', 'eight-bit', 'empty', 'unscaled', 'broken'];
    for (const name of names) await photoCalled(`${name}.png`);
    await mkdir(at('sub'), { recursive: true });
    const holes = ramp.map((metres, i) => [metres, 0, -1, NaN, Infinity][i % 5]!);
    await writeFile(at('npy.npy'), npyOf(80, 60, holes));
    await writeFile(at('sub/inner.depth.npy'), npyOf(80, 60, ramp));
    await writeFile(at('wide.npy'), npyOf(60, 80, ramp));
    await writeFile(at('empty.npy'), npyOf(80, 60, new Float32Array(ramp.length)));
    await writeFile(at('broken.npy'), 'no depth');
    const raw = { width: 80, height: 60, channels: 1 } as const;
    const grey = sharp(
      Uint16Array.from(ramp, (metres) => Math.round(1000 * metres)),
      { raw },
    ).toColourspace('grey16');
    await grey.png().toFile(at('unscaled.png'));
    await copyFile(at('unscaled.png'), at('png16.depth.png'));
    await sharp(new Uint8Array(ramp.length), { raw }).toColourspace('b-w').png().toFile(at('eight-bit.png'));
    const map = depthMapOf(80, 60, { depthMetres: ramp, mask: new Uint8Array(ramp.length) });
    await writeFile(at('tiff.tiff'), bytesOf(encodeTiff(depthMapRows(map))));
    // A folder that Fathom wrote says what the numbers of its PNG mean.
    const own = path.join(folder, 'own');
    await runConvert([path.join(photos, 'png16.png'), '--out', own, '--format', 'png16'], { env });
    const sidecar = JSON.parse(await readFile(path.join(own, 'png16.json'), 'utf8')) as object;
    await writeFile(at('png16.json'), JSON.stringify(sidecar));
    const options = ['--recursive', '--depth', depths, '--format', 'npy,ply', '--edge-threshold', '0'];
    result = await runConvert([photos, '--out', path.join(folder, 'out'), ...options], { env });
  });

  const eventOf = (name: string) => result.photos.find(({ photo }) => photo === path.join(photos, `${name}.png`));

  it.each(['npy', 'sub/inner', 'png16', 'tiff'])('is read, on its own grid: %s', async (name) => {
    expect(eventOf(name)).toMatchObject({ status: 'done', provider: 'file', precision: 'fp32' });
    const { importedDepth, depth, cloud, masks } = await readSidecar(path.join(folder, 'out', `${name}.json`));
    expect(importedDepth!.metresPerUnit).toBe(name === 'png16' ? 0.001 : 1);
    expect(cloud!.gridSize).toEqual({ widthPx: 80, heightPx: 60 });
    expect(cloud!.points).toBe(name === 'npy' ? ramp.length / 5 : ramp.length);
    expect(masks.outOfRange).toBe(ramp.length - cloud!.points);
    const [near, far] = depth.rangeMetres!;
    expect([near, far]).toEqual([expect.closeTo(1, 3), expect.closeTo(name === 'npy' ? 2.5 : 2.58, 3)]);
  });

  it.each([
    ['none', /none\.png: has no depth map in .*depths/, /none\.npy/],
    ['wide', /wide\.npy: is 60 × 80, another shape than the photo .*160 × 120 upright/, /turned the same way/],
    ['eight-bit', /eight-bit\.png: has neither 16 bits/, /16-bit grey PNG/],
    ['empty', /empty\.npy: holds no depth above 0/, /another file/],
    ['unscaled', /unscaled\.png: holds whole numbers/, /--depth-scale 0\.001/],
    ['broken', /broken\.npy: is no NumPy file/, /NPY/],
  ])('is refused in words that name it: %s', (name, message, remedy) => {
    expect(eventOf(name)).toMatchObject({
      status: 'failed',
      error: {
        code: 'DepthUnusable',
        message: expect.stringMatching(message) as string,
        remedy: expect.stringMatching(remedy) as string,
      },
    });
  });

  it('is one for each photo', async () => {
    const both = ['npy', 'tiff'].map((name) => path.join(photos, `${name}.png`));
    const options = ['--out', path.join(folder, 'two'), '--depth', at('npy.npy')];
    const { photos: events } = await runConvert([...both, ...options], { env });
    const words = events.map((event) => (event.status === 'failed' ? event.error.message : event.status));
    expect(words).toEqual(both.map(() => `${at('npy.npy')}: is one depth map for several photos`));
  });

  it('is read again once it has changed, and only then', async () => {
    const photo = path.join(photos, 'npy.png');
    const file = path.join(folder, 'changing.npy');
    const run = async (): Promise<string | undefined> => {
      const { photos: events } = await runConvert([photo, '--out', path.join(folder, 'changing'), '--depth', file], {
        env,
      });
      return events[0]?.status;
    };
    await writeFile(file, npyOf(80, 60, ramp));
    expect([await run(), await run()]).toEqual(['done', 'skipped']);
    await writeFile(
      file,
      npyOf(
        80,
        60,
        ramp.map((metres) => 2 * metres),
      ),
    );
    expect(await run()).toBe('done');
  });
});
