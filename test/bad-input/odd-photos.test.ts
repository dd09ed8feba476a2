import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { PhotoEvent } from '../../src/contract/convert';
import type { PhotoConversion } from '../../src/core/formats/photo-conversion';
import type { Sidecar } from '../../src/core/formats/sidecar';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig } from '../fixtures/engines';
import { ascii, embedInPng, embedInWebp, exifBlock, rational, short, signedRational, tiffFile } from '../fixtures/exif';
import { placeCodedPicture, placeColour, sharpOf, writeJpeg, type Rgb } from '../fixtures/pictures';
import { expectPlaceColours } from '../fixtures/projection';
import { expectOnlyWholeResults, readPly, readSidecar } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const size = { widthPx: 320, heightPx: 240 };
const picture = placeCodedPicture(size.widthPx, size.heightPx);
const engine = startInProcessEngine(engineConfig(path.join(folder, 'cache')));
afterAll(engine.stop);
let count = 0;

/** Converts one photo that is to come out right. */
async function convert(photo: string): Promise<{ ply: string; sidecar: Sidecar }> {
  const outputFolder = path.join(folder, String(count++));
  const events: PhotoEvent[] = [];
  for await (const event of await engine.client.convert({ inputs: [photo], outputFolder, maxPoints: 3000 })) {
    if (event.event === 'photo') events.push(event);
  }
  expect(events).toMatchObject([{ status: 'done' }]);
  await expectOnlyWholeResults(outputFolder);
  const stem = path.join(outputFolder, path.parse(photo).name);
  return { ply: `${stem}.ply`, sidecar: await readSidecar(`${stem}.json`) };
}

interface OddPhoto {
  readonly file: string;
  readonly conversions: readonly PhotoConversion[];
  readonly make: (file: string) => Promise<unknown>;
  readonly tolerance: number;
  readonly colourAt?: (alongWidth: number, alongHeight: number) => Rgb | undefined;
}

const frames = async (): Promise<[Buffer, Buffer]> => [
  await sharpOf(picture).png().toBuffer(),
  await sharpOf(picture).negate().png().toBuffer(),
];

/** Every pixel of a picture given in 16 bits, with an alpha channel where `alphaAt` is given. */
function in16Bits(alphaAt?: (x: number) => number): Sharp {
  const channels = alphaAt ? 4 : 3;
  const values = new Uint16Array(channels * size.widthPx * size.heightPx);
  for (let i = 0; i < picture.rgb.length / 3; i++) {
    const colour = [...picture.rgb.subarray(3 * i, 3 * i + 3)].map((value) => 257 * value);
    values.set([...colour, ...(alphaAt ? [65535 * alphaAt(i % size.widthPx)] : [])], channels * i);
  }
  return sharp(values, { raw: { width: size.widthPx, height: size.heightPx, channels } }).toColourspace('rgb16');
}

const opaqueOnTheLeft = (x: number): number => (x < size.widthPx / 2 ? 1 : 0);
/** White on the right; in the middle a resize mixes both sides. */
function whiteOnTheRight(alongWidth: number, alongHeight: number): Rgb | undefined {
  if (Math.abs(alongWidth - 0.5) < 0.01) return undefined;
  return alongWidth < 0.5 ? placeColour(alongWidth, alongHeight) : [255, 255, 255];
}

/** The luminance of the place's colour, as sRGB grey: what libvips makes of it (Rec. 709 weights in linear light). */
function greyAt(alongWidth: number, alongHeight: number): Rgb {
  const linear = placeColour(alongWidth, alongHeight).map((value) => ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  const grey = 255 * (1.055 * luminance ** (1 / 2.4) - 0.055);
  return [grey, grey, grey];
}

const oddPhotos: readonly OddPhoto[] = [
  {
    file: 'animated.gif',
    conversions: ['firstFrameOnly', 'alphaFlattened'],
    // GIF has 256 colours.
    tolerance: 26,
    make: async (file) =>
      sharp(await frames(), { join: { animated: true } })
        .gif()
        .toFile(file),
  },
  {
    file: 'animated.webp',
    conversions: ['firstFrameOnly'],
    tolerance: 6,
    make: async (file) =>
      sharp(await frames(), { join: { animated: true } })
        .webp({ quality: 95 })
        .toFile(file),
  },
  {
    file: 'cmyk.jpg',
    conversions: ['cmykToSrgb'],
    // Inks do not reach the brightest of these colours; read with the inks inverted, they would be off by up to 175.
    tolerance: 75,
    make: (file) => sharpOf(picture).toColourspace('cmyk').jpeg({ quality: 97 }).toFile(file),
  },
  {
    file: 'display-p3.jpg',
    conversions: ['iccToSrgb'],
    tolerance: 6,
    make: (file) =>
      sharpOf(picture).withIccProfile('p3').jpeg({ quality: 97, chromaSubsampling: '4:4:4' }).toFile(file),
  },
  {
    file: 'display-p3-16-bit.png',
    conversions: ['iccToSrgb', 'sixteenToEightBit'],
    tolerance: 5,
    make: (file) => sharpOf(picture).toColourspace('rgb16').withIccProfile('p3').png().toFile(file),
  },
  {
    file: 'rgb-16-bit.png',
    conversions: ['sixteenToEightBit'],
    tolerance: 2,
    make: (file) => in16Bits().png().toFile(file),
  },
  {
    file: 'rgb-16-bit.tiff',
    conversions: ['sixteenToEightBit'],
    tolerance: 2,
    make: (file) => in16Bits().tiff({ compression: 'lzw' }).toFile(file),
  },
  {
    file: 'rgb-10-bit.avif',
    conversions: ['sixteenToEightBit'],
    tolerance: 5,
    make: (file) => sharpOf(picture).avif({ quality: 90, effort: 0, bitdepth: 10 }).toFile(file),
  },
  {
    file: 'grey.png',
    conversions: ['greyToRgb'],
    tolerance: 2,
    colourAt: greyAt,
    make: (file) => sharpOf(picture).toColourspace('b-w').png().toFile(file),
  },
  {
    file: 'grey-16-bit.png',
    conversions: ['sixteenToEightBit', 'greyToRgb'],
    tolerance: 2,
    colourAt: greyAt,
    make: (file) => sharpOf(picture).toColourspace('grey16').png().toFile(file),
  },
  {
    file: 'alpha.png',
    conversions: ['alphaFlattened'],
    tolerance: 2,
    colourAt: whiteOnTheRight,
    make: (file) => in16Bits(opaqueOnTheLeft).toColourspace('srgb').png().toFile(file),
  },
  {
    file: 'alpha-16-bit.png',
    conversions: ['alphaFlattened', 'sixteenToEightBit'],
    tolerance: 2,
    colourAt: whiteOnTheRight,
    make: (file) => in16Bits(opaqueOnTheLeft).png().toFile(file),
  },
  {
    file: 'jpeg-named.png',
    conversions: [],
    tolerance: 4,
    make: (file) => writeJpeg(file, picture),
  },
  {
    file: 'without-extension',
    conversions: [],
    tolerance: 2,
    make: (file) => sharpOf(picture).tiff({ compression: 'lzw' }).toFile(file),
  },
];

describe('an odd photo comes out right, and the sidecar says what was done:', () => {
  it.each(oddPhotos)('$file', async ({ file, conversions, make, tolerance, colourAt }) => {
    const photo = path.join(folder, file);
    await make(photo);
    const { ply, sidecar } = await convert(photo);
    expect(sidecar.photo).toMatchObject({ ...size, conversions });
    expectPlaceColours(await readPly(ply), { ...size, camera: sidecar.camera }, tolerance, colourAt);
  });

  it('of the longest shape', async () => {
    const photo = path.join(folder, 'long.png');
    await sharpOf(placeCodedPicture(3000, 32)).png().toFile(photo);
    const { ply, sidecar } = await convert(photo);
    expectPlaceColours(await readPly(ply), { widthPx: 3000, heightPx: 32, camera: sidecar.camera }, 3);
  });
});

describe('EXIF', () => {
  const tags = { make: ascii('Apple'), focalLengthMm: rational(42, 10), focalLength35mm: short(26) };
  const exif = exifBlock(tags);
  const png = (): Promise<Buffer> => sharpOf(picture).png().toBuffer();
  const webp = (): Promise<Buffer> => sharpOf(picture).webp().toBuffer();
  const avif = { IFD0: { Make: 'Apple' }, IFD2: { FocalLength: '42/10', FocalLengthIn35mmFilm: '26' } };

  it.each([
    ['a.jpg', (file: string) => writeJpeg(file, picture, exif)],
    ['a.png', async (file: string) => writeFile(file, embedInPng(await png(), exif))],
    ['a.webp', async (file: string) => writeFile(file, embedInWebp(await webp(), size, exif))],
    ['a.avif', (file: string) => sharpOf(picture).withExif(avif).avif({ effort: 0 }).toFile(file)],
    ['a.tiff', (file: string) => writeFile(file, tiffFile(picture, tags))],
  ])('is read from %s', async (name, make) => {
    const file = path.join(folder, name);
    await make(file);
    const info = await engine.client.inspect({ path: file });
    expect(info).toMatchObject({ ...size, make: 'Apple', focalLength35mm: 26, camera: { origin: 'exif35mm' } });
    expect(info.focalLengthMm).toBeCloseTo(4.2, 6);
  });

  it.each([
    ['zero', { focalLengthMm: rational(0, 1), focalLength35mm: short(0) }],
    ['negative', { focalLengthMm: signedRational(-50, 1) }],
    ['absurd', { focalLengthMm: rational(4_000_000, 1), focalLength35mm: short(65_535) }],
    ['divided by zero', { focalLengthMm: rational(50, 0) }],
  ])('with a focal length that is %s counts as without, and says so', async (name, broken) => {
    const photo = await writeJpeg(
      path.join(folder, `${name}.jpg`),
      picture,
      exifBlock({ make: ascii('Apple'), ...broken }),
    );
    const { sidecar } = await convert(photo);
    expect(sidecar.camera).toMatchObject({
      fxPx: 256,
      focalOrigin: 'assumed',
      focalTrust: 'guess',
      assumptions: ['assumedFieldOfView', 'exifFocalIgnored'],
    });
  });

  it.each([0, 9, 65_535])('with an orientation of %i counts as upright', async (orientation) => {
    const exifBroken = exifBlock({ orientation: short(orientation) });
    const photo = await writeJpeg(path.join(folder, `orientation-${String(orientation)}.jpg`), picture, exifBroken);
    expect((await convert(photo)).sidecar.photo).toMatchObject({ ...size, orientationApplied: 1 });
  });

  it('that is broken is left aside', async () => {
    const photo = await writeJpeg(path.join(folder, 'broken-exif.jpg'), picture, exif.subarray(0, 30));
    expect((await convert(photo)).sidecar.camera).toMatchObject({ focalOrigin: 'assumed' });
  });
});
