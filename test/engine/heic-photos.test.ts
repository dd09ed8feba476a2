import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { startInProcessEngine } from '../../src/engine/in-process';
import { placeHeicDecoder } from '../fixtures/decoders';
import { engineConfig } from '../fixtures/engines';
import { HEIC } from '../fixtures/heic';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const samples = path.join(projectFolder, 'test', 'samples', 'heic');
const upright = path.join(samples, 'coffee.heic');
const turned = path.join(samples, 'turned-p3.heic');
const engine = startInProcessEngine({ ...engineConfig(), userDecodersFolder: folder });
const without = startInProcessEngine(engineConfig());
const { client } = engine;
afterAll(() => Promise.all([engine.stop(), without.stop()]));
beforeAll(() => placeHeicDecoder(folder));

/** What the samples were made of. */
const source = () =>
  sharp(path.join(projectFolder, 'resources', 'samples', 'coffee.jpg'))
    .resize(480, 320)
    .png()
    .toBuffer();

/** How far a photo's colours are off on average, and at most in the mean of a channel. */
async function colourErrors(file: string, truth: Buffer): Promise<{ mean: number; bias: number }> {
  const shown = await sharp(await client.picture({ path: file, longestSidePx: 480 }))
    .raw()
    .toBuffer();
  expect(shown).toHaveLength(truth.length);
  const sums = [0, 0, 0];
  let sum = 0;
  for (const [i, value] of shown.entries()) {
    sum += Math.abs(value - truth[i]!);
    sums[i % 3]! += value - truth[i]!;
  }
  return { mean: sum / truth.length, bias: Math.max(...sums.map(Math.abs)) / (truth.length / 3) };
}

describe('an HEIC photo', () => {
  it('without the decoder is refused, with the way to it', async () => {
    await expect(without.client.inspect({ path: upright })).rejects.toMatchObject({
      code: 'DecoderMissing',
      message: `${upright}: HEIC needs a decoder that does not come with Fathom, for its licence`,
      data: { remedy: expect.stringContaining('fathom decoders install heic') as string },
    });
  });

  it('is read with its EXIF', async () => {
    const info = await client.inspect({ path: upright });
    expect(info).toMatchObject({
      format: 'heic',
      widthPx: 480,
      heightPx: 320,
      make: 'Fathom',
      focalLength35mm: 26,
      conversions: [],
      camera: { origin: 'exif35mm' },
    });
  });

  it('has the colours it was made of', async () => {
    const { mean, bias } = await colourErrors(
      upright,
      await sharp(await source())
        .raw()
        .toBuffer(),
    );
    expect(mean).toBeLessThan(6);
    expect(bias).toBeLessThan(1.5);
  });

  it('is turned once, though both the container and EXIF say so, and brought from its own colours to sRGB', async () => {
    const info = await client.inspect({ path: turned });
    expect(info).toMatchObject({ widthPx: 320, heightPx: 480, orientation: 1, conversions: ['iccToSrgb'] });
    const { mean, bias } = await colourErrors(
      turned,
      await sharp(await source())
        .rotate(90)
        .raw()
        .toBuffer(),
    );
    expect(mean).toBeLessThan(6);
    // Taken for sRGB as they are, the colours of Display P3 are off by more than this.
    expect(bias).toBeLessThan(1.5);
  });

  it('becomes depth like any other', async () => {
    const { photo, depthMetres } = await client.depth({ path: turned });
    expect(photo).toEqual({ widthPx: 320, heightPx: 480 });
    expect(depthMetres.every((metres) => metres > 0)).toBe(true);
  });

  it('as small as an icon is read too', async () => {
    const file = path.join(folder, 'small.heic');
    await writeFile(file, HEIC);
    expect(await client.inspect({ path: file })).toMatchObject({ widthPx: 64, heightPx: 64 });
    expect(await client.picture({ path: file, longestSidePx: 64 })).not.toHaveLength(0);
  });

  it.each([0.3, 0.6, 0.95])(
    'cut off at %f of its length is refused in words, and the next one is read',
    async (share) => {
      const file = path.join(folder, 'cut.heic');
      const whole = await readFile(upright);
      await writeFile(file, whole.subarray(0, Math.floor(share * whole.length)));
      await expect(client.depth({ path: file })).rejects.toMatchObject({
        code: 'PhotoUnreadable',
        message: expect.stringMatching(/cut\.heic: is (damaged|empty)/) as string,
      });
      expect(await client.inspect({ path: upright })).toMatchObject({ widthPx: 480 });
    },
  );

  it('with any of its bytes changed never takes the engine down', async () => {
    const whole = await readFile(upright);
    for (let i = 0; i < 12; i++) {
      const damaged = Buffer.from(whole);
      for (let k = 0; k < 20; k++) damaged[(7919 * (20 * i + k)) % damaged.length]! ^= 0xff;
      const file = path.join(folder, 'changed.heic');
      await writeFile(file, damaged);
      const code = await client.picture({ path: file, longestSidePx: 64 }).then(
        () => 'read',
        (error: unknown) => (error as { code: string }).code,
      );
      expect(['read', 'PhotoUnreadable', 'PhotoUnsupported', 'PhotoTooLarge']).toContain(code);
    }
    expect(await client.picture({ path: upright, longestSidePx: 64 })).not.toHaveLength(0);
  });
});
