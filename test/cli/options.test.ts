import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Sidecar } from '../../src/core/formats/sidecar';
import { runConvert } from '../fixtures/cli';
import { ascii, exifBlock, rational, short } from '../fixtures/exif';
import { placeCodedPicture, sharpOf, writeJpeg } from '../fixtures/pictures';
import { expectPlaceColours } from '../fixtures/projection';
import { readNpy, readPly, readSidecar, type Cloud } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photo = path.join(folder, 'photo.png');
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
let count = 0;

beforeAll(() => sharpOf(placeCodedPicture()).png().toFile(photo));

/** Converts one photo and reads its cloud and sidecar. */
async function convert(
  options: readonly string[],
  input = photo,
): Promise<{ cloud: Cloud; sidecar: Sidecar; out: string }> {
  const out = path.join(folder, String(count++));
  const result = await runConvert([input, '--out', out, '--max-points', '2000', ...options], { env });
  expect(result).toMatchObject({ code: 0, summary: { done: 1 } });
  const stem = path.join(out, path.parse(input).name);
  return { cloud: await readPly(`${stem}.ply`), sidecar: await readSidecar(`${stem}.json`), out };
}

/** Every n-th number from `first` on. */
const every = (values: Float32Array, n: number, first: number): number[] => [
  ...values.filter((_, i) => i % n === first),
];

describe('fathom convert', () => {
  it('--max-points keeps as many points, spread over the picture, and all where there are fewer', async () => {
    const { cloud } = await convert(['--max-points', '100', '--edge-threshold', '0']);
    expect(cloud.count).toBe(100);
    const quadrants = new Set(
      Array.from(
        { length: 100 },
        (_, i) => `${String(cloud.positions[3 * i]! > 0)} ${String(cloud.positions[3 * i + 1]! > 0)}`,
      ),
    );
    expect(quadrants.size).toBe(4);
    const all = await convert(['--max-points', '300000', '--edge-threshold', '0']);
    expect(all.cloud.count).toBe(512 * 384);
  });

  it('--edge-threshold 0 masks no edges', async () => {
    const masked = await convert(['--edge-threshold', '0.001', '--format', 'ply,npy']);
    expect(masked.sidecar.masks.edge).toBeGreaterThan(0);
    const { sidecar, out } = await convert(['--edge-threshold', '0', '--format', 'ply,npy']);
    expect(sidecar.masks).toMatchObject({ edgeThreshold: 0, edge: 0 });
    expect((await readNpy(path.join(out, 'photo.depth.npy'))).values.every((depth) => depth > 0)).toBe(true);
  });

  it('--grazing-angle, --min-confidence and --min-island mask, and the sidecar counts what', async () => {
    const tests = ['--grazing-angle', '35', '--min-confidence', '10', '--min-island', '1000'];
    const kept = ['--masked', 'drop', '--max-points', '300000'];
    const { cloud, sidecar } = await convert([...tests, ...kept]);
    const { grazing, doubtful, island } = sidecar.masks;
    expect(sidecar.masks).toMatchObject({ grazingDegrees: 35, doubtfulPercent: 10, smallestIslandPx: 1000 });
    expect(doubtful! / (512 * 384)).toBeCloseTo(0.1, 2);
    expect(Math.min(grazing!, island!)).toBeGreaterThan(0);
    const { cloud: flagged } = await convert([...tests, ...kept, '--masked', 'flag']);
    expect(flagged.count).toBe(512 * 384);
    expect(cloud.count).toBeLessThan(0.95 * flagged.count);
  });

  it('--frame turns points and normals', async () => {
    const { cloud: opencv } = await convert([]);
    const { cloud: opengl } = await convert(['--frame', 'opengl']);
    const { cloud: zup } = await convert(['--frame', 'zup']);
    const turn = (values: Float32Array, axes: (x: number, y: number, z: number) => number[]): number[] =>
      Array.from({ length: values.length / 3 }, (_, i) =>
        axes(values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!),
      ).flat();
    for (const part of ['positions', 'normals'] as const) {
      expect([...opengl[part]]).toEqual(turn(opencv[part], (x, y, z) => [x, -y, -z]));
      expect([...zup[part]]).toEqual(turn(opencv[part], (x, y, z) => [x, z, -y]));
    }
    expect(opengl.header).toContain('comment frame opengl: x right, y up, z backward');
    expect(zup.header).toContain('comment frame zup: x right, y forward, z up');
  });

  it('--grid photo makes a point of each of the photo’s pixels', async () => {
    const { cloud, sidecar } = await convert(['--grid', 'photo', '--max-points', '100000', '--edge-threshold', '0']);
    expect(cloud.count).toBe(320 * 240);
    expect(sidecar.cloud).toMatchObject({ grid: 'photo', gridSize: { widthPx: 320, heightPx: 240 } });
    expectPlaceColours(cloud, { widthPx: 320, heightPx: 240, camera: sidecar.camera }, 1);
  });

  // Of a 320 × 240 photo.
  it.each([
    [['--focal-px', '300'], 300, 'exact'],
    [['--focal-35mm', '43.26661'], 400, 'good'],
    [['--focal-mm', '4.5', '--sensor-mm', '6'], 240, 'good'],
    [['--fov', '90'], 160, 'exact'],
    [['--intrinsics', '300,300,160,120'], 300, 'exact'],
  ])('%j gives the focal length in pixels', async (options, focalPx, focalTrust) => {
    const { sidecar } = await convert(options);
    expect(sidecar.camera.fxPx).toBeCloseTo(focalPx, 3);
    expect(sidecar.camera).toMatchObject({ cxPx: 160, cyPx: 120, focalOrigin: 'typed', focalTrust });
  });

  it('scales depth with the focal length, and leaves the width of things alone', async () => {
    const { cloud } = await convert(['--intrinsics', '300,300,150,130']);
    const { cloud: longer } = await convert(['--intrinsics', '450,450,150,130']);
    const ratios = every(longer.positions, 3, 2).map((depth, i) => depth / cloud.positions[3 * i + 2]!);
    expect(Math.min(...ratios)).toBeCloseTo(1.5, 4);
    expect(Math.max(...ratios)).toBeCloseTo(1.5, 4);
    const shifts = every(longer.positions, 3, 0).map((x, i) => Math.abs(x - cloud.positions[3 * i]!));
    expect(Math.max(...shifts)).toBeLessThan(1e-5);
  });

  it('takes the focal length from EXIF, and says from which field', async () => {
    const exif35mm = path.join(folder, 'exif35mm.jpg');
    await writeJpeg(exif35mm, placeCodedPicture(), exifBlock({ make: ascii('Apple'), focalLength35mm: short(26) }));
    const by35mm = (await convert([], exif35mm)).sidecar.camera;
    expect(by35mm).toMatchObject({ focalOrigin: 'exif35mm', focalTrust: 'good', assumptions: [] });
    expect(by35mm.fxPx).toBeCloseTo((26 * 400) / Math.hypot(36, 24), 3);
    const exifMm = path.join(folder, 'exifMm.jpg');
    const camera = { make: ascii('Canon'), model: ascii('Canon EOS 5D Mark III'), focalLengthMm: rational(50, 1) };
    await writeJpeg(exifMm, placeCodedPicture(300, 200), exifBlock(camera));
    const byMm = (await convert([], exifMm)).sidecar.camera;
    expect(byMm).toMatchObject({ focalOrigin: 'exifMm', assumptions: ['sensorFromTable'] });
    expect(byMm.fxPx).toBeCloseTo((50 * 300) / 36, 0);
  });

  it('--precision falls back to what the device can do and says so', async () => {
    const { sidecar } = await convert(['--precision', 'fp16']);
    expect(sidecar.precision).toMatchObject({ requested: 'fp16', used: 'fp32' });
    expect(sidecar.precision.reason).toMatch(/fp16 is not possible .* using fp32/);
    expect((await convert(['--precision', 'fp32'])).sidecar.precision).toEqual({
      requested: 'fp32',
      used: 'fp32',
      reason: 'fp32 as asked',
    });
  });

  it.each([
    [['--device', 'abacus'], 'DeviceMissing', 'abacus'],
    [['--model', 'giant'], 'ModelMissing', 'giant'],
  ])('%j fails with a remedy', async (options, code, name) => {
    const out = path.join(folder, 'failed');
    const result = await runConvert([photo, '--out', out, ...options], { env });
    expect(result).toMatchObject({ code: 1, summary: { failed: 1 } });
    expect(result.photos).toMatchObject([{ error: { code, message: expect.stringContaining(name) as string } }]);
  });

  it('gives the same points with other --threads and --jobs and without a cache', async () => {
    const first = await convert([]);
    const second = await convert(['--threads', '1', '--jobs', '1', '--no-cache']);
    const worst = every(second.cloud.positions, 1, 0).map((value, i) => Math.abs(value - first.cloud.positions[i]!));
    expect(Math.max(...worst)).toBeLessThan(1e-3);
  });
});
