import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import type { DepthResult } from '../../src/contract/estimate';
import type { ExifOrientation } from '../../src/core/camera/photo-exif';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig } from '../fixtures/engines';
import { ascii, embedInPng, exifBlock, short } from '../fixtures/exif';
import { sharpOf, storedAs, writeJpeg, type Picture } from '../fixtures/pictures';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const engine = startInProcessEngine(engineConfig());
let scene: Picture;
let upright: DepthResult;

const exifOf = (orientation: ExifOrientation): Buffer =>
  exifBlock({ make: ascii('Apple'), orientation: short(orientation), focalLength35mm: short(25) });

/** The scene as a camera held so would have stored it. */
const writeTurned = (orientation: ExifOrientation): Promise<string> =>
  writeJpeg(path.join(folder, `${String(orientation)}.jpg`), storedAs(scene, orientation), exifOf(orientation));

beforeAll(async () => {
  // Large enough for JPEG to be shrunk while it is decoded, not square, and with up and down, left and right in it.
  const sample = path.join(projectFolder, 'test', 'samples', 'rendered', 'living-room.jpg');
  const { data, info } = await sharp(sample).resize(1600, 1200).raw().toBuffer({ resolveWithObject: true });
  scene = { widthPx: info.width, heightPx: info.height, rgb: data };
  upright = await engine.client.depth({ path: await writeTurned(1) });
});
afterAll(engine.stop);

describe('a photo whose EXIF orientation is', () => {
  it.each([2, 3, 4, 5, 6, 7, 8] as const)('%i has the depth and the camera of the upright one', async (orientation) => {
    const turned = await engine.client.depth({ path: await writeTurned(orientation) });
    expect(turned.photo).toEqual({ widthPx: 1600, heightPx: 1200 });
    expect(turned.camera).toEqual(upright.camera);
    expect(turned.intrinsics).toEqual(upright.intrinsics);
    const differences = turned.depthMetres.map((depth, i) => Math.abs(depth / upright.depthMetres[i]! - 1)).sort();
    const quantile = (share: number): number => differences[Math.floor(share * (differences.length - 1))]!;
    // JPEG's blocks lie differently, which moves the sharp edges of depth; a wrong turn would be off by tens of percent.
    expect(quantile(0.5)).toBeLessThan(0.005);
    expect(quantile(0.99)).toBeLessThan(0.06);
  });

  it('stored in a PNG is applied too', async () => {
    const file = path.join(folder, 'turned.png');
    const png = await sharpOf(storedAs(scene, 6)).png({ compressionLevel: 1 }).toBuffer();
    await writeFile(file, embedInPng(png, exifOf(6)));
    const info = await engine.client.inspect({ path: file });
    expect(info).toMatchObject({ widthPx: 1600, heightPx: 1200, orientation: 6 });
    expect(info.camera).toEqual(upright.camera);
  });
});
