import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExifOrientation } from '../../src/core/camera/photo-exif';
import type { PhotoEvent } from '../../src/contract/convert';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig } from '../fixtures/engines';
import { embedInJpeg, exifBlock, short } from '../fixtures/exif';
import { placeCodedPicture, placeColour, sharpOf, storedAs, type Picture } from '../fixtures/pictures';
import { cameraFields, oneStrip, RAW_LAYOUTS, rawFile } from '../fixtures/raw';
import { readSidecar } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const engine = startInProcessEngine(engineConfig());
const { client } = engine;
afterAll(engine.stop);

const scene = placeCodedPicture(720, 480);
const jpegOf = (picture: Picture): Promise<Buffer> => sharpOf(picture).jpeg({ quality: 95 }).toBuffer();
let small: Buffer;
beforeAll(async () => {
  small = await jpegOf(placeCodedPicture(160, 120));
});

async function place(name: string, content: Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

/** Whether a photo shows the scene upright, by the colours near its corners. */
async function expectUpright(file: string): Promise<void> {
  const { data, info } = await sharp(await client.picture({ path: file, longestSidePx: 720 }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 720, height: 480 });
  for (const [x, y] of [
    [20, 20],
    [700, 20],
    [20, 460],
    [700, 460],
  ] as const) {
    const found = [...data.subarray(3 * (y * 720 + x), 3 * (y * 720 + x) + 3)];
    const wanted = placeColour((x + 0.5) / 720, (y + 0.5) / 480);
    for (const [i, value] of found.entries()) expect(Math.abs(value - wanted[i]!)).toBeLessThan(6);
  }
}

describe('a camera RAW', () => {
  it.each(Object.keys(RAW_LAYOUTS))('of the kind %s is read by its preview, and that is said', async (kind) => {
    const file = await place(`a.${kind.toUpperCase()}`, RAW_LAYOUTS[kind]!({ large: await jpegOf(scene), small }, 1));
    expect(await client.inspect({ path: file })).toMatchObject({
      format: kind,
      widthPx: 720,
      heightPx: 480,
      make: 'Maker',
      focalLengthMm: 4.25,
      focalLength35mm: 26,
      conversions: ['rawPreview'],
      camera: { origin: 'exif35mm' },
    });
    await expectUpright(file);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('is turned as its orientation %i says', async (orientation) => {
    const large = await jpegOf(storedAs(scene, orientation));
    const file = await place(`${String(orientation)}.nef`, RAW_LAYOUTS['nef']!({ large, small }, orientation));
    expect(await client.inspect({ path: file })).toMatchObject({ widthPx: 720, heightPx: 480, orientation });
    await expectUpright(file);
  });

  const jpegSaying = async (orientation: ExifOrientation): Promise<Buffer> =>
    embedInJpeg(await jpegOf(storedAs(scene, 6)), exifBlock({ orientation: short(orientation) }));

  it('is turned as its preview says where it says nothing itself', async () => {
    const file = await place('silent.arw', RAW_LAYOUTS['arw']!({ large: await jpegSaying(6), small }));
    expect(await client.inspect({ path: file })).toMatchObject({ widthPx: 720, heightPx: 480, orientation: 6 });
    await expectUpright(file);
  });

  it('is not turned twice where both say so', async () => {
    const file = await place('both.arw', RAW_LAYOUTS['arw']!({ large: await jpegSaying(6), small }, 6));
    await expectUpright(file);
  });

  it('is converted, and its sidecar says what was used', async () => {
    const file = await place('whole.dng', RAW_LAYOUTS['dng']!({ large: await jpegOf(scene), small }, 1));
    const outputFolder = path.join(folder, 'out');
    const events: PhotoEvent[] = [];
    for await (const event of await client.convert({ inputs: [file], outputFolder, maxPoints: 100 })) {
      if (event.event === 'photo') events.push(event);
    }
    expect(events).toMatchObject([{ status: 'done', focalOrigin: 'exif35mm' }]);
    const sidecar = await readSidecar(path.join(outputFolder, 'whole.json'));
    expect(sidecar.photo).toMatchObject({ format: 'dng', widthPx: 720, conversions: ['rawPreview'] });
  });

  it.each([
    [
      'thumbnail.nef',
      'PhotoTooSmall',
      /160 × 120 pixels only/,
      () => rawFile({ fields: [...oneStrip(small), ...cameraFields(1)] }),
    ],
    [
      'bare.dng',
      'PhotoUnsupported',
      /no JPEG preview/,
      () => rawFile({ fields: [...oneStrip(Buffer.alloc(400)), ...cameraFields(1)] }),
    ],
    [
      'new.cr3',
      'PhotoUnsupported',
      /no camera RAW whose preview/,
      () => Buffer.from('\0\0\0\x18ftypcrx \0\0\0\x01', 'latin1'),
    ],
    ['empty.arw', 'PhotoUnsupported', /no camera RAW whose preview/, () => Buffer.alloc(0)],
    [
      'cut.cr2',
      'PhotoUnreadable',
      /is damaged \(it points beyond its end\)/,
      async () => {
        // The preview behind the directories, as cameras have it, and the copy broken off within.
        const file = rawFile({ fields: [[0x0201, 4, [300]], [0x0202, 4, [1e6]], ...cameraFields(1)] });
        return Buffer.concat([file, Buffer.alloc(300 - file.length), (await jpegOf(scene)).subarray(0, 2000)]);
      },
    ],
    [
      'spoilt.cr2',
      'PhotoUnreadable',
      /is damaged/,
      async () => {
        const large = await jpegOf(scene);
        return rawFile({ fields: [...oneStrip(large.subarray(0, large.length / 2)), ...cameraFields(1)] });
      },
    ],
  ])('%s is refused as %s', async (name, code, message, content) => {
    const file = await place(name, await content());
    await expect(client.depth({ path: file })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      data: { remedy: expect.stringMatching(/^[A-Z].+\.$/) as string },
    });
  });
});
