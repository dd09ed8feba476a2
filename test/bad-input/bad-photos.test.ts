import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type FormatEnum } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { millimetres } from '../../src/core/camera/units';
import type { FailureCode } from '../../src/contract/failure';
import type { PhotoEvent, SummaryEvent } from '../../src/contract/convert';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig } from '../fixtures/engines';
import { ascii, embedInJpeg, exifBlock, pngChunk } from '../fixtures/exif';
import { HEIC } from '../fixtures/heic';
import { placeCodedPicture, sharpOf, writeJpeg } from '../fixtures/pictures';
import { expectOnlyWholeResults } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

// Its name must not mislead: "memory" is a word that libvips uses when there is too little of it.
const folder = path.join(tempFolder(), 'memory card');
const photos = path.join(folder, 'photos');
const outputFolder = path.join(folder, 'out');
const engine = startInProcessEngine(engineConfig());
afterAll(engine.stop);

/** The first `share` of a picture of that format. */
async function truncated(format: keyof FormatEnum | 'avif', share: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const picture = sharp({ create: { width: 320, height: 240, channels: 3, background: 'grey', noise } });
  const whole = await picture.toFormat(format).toBuffer();
  return whole.subarray(0, Math.floor(share * whole.length));
}

/** A PNG that announces a size and holds next to no pixels. */
function hollowPng(widthPx: number, heightPx: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(Buffer.alloc(99)))]);
}

const PANORAMA_XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" GPano:ProjectionType="equirectangular"/>
</rdf:RDF></x:xmpmeta>`;

interface BadPhoto {
  readonly file: string;
  readonly code: FailureCode;
  readonly message: RegExp;
  readonly content: () => Promise<Buffer> | Buffer;
}

const badPhotos: readonly BadPhoto[] = [
  ...(['jpeg', 'png', 'webp', 'tiff', 'gif', 'avif'] as const).flatMap((format) =>
    [0.1, 0.6].map((share) => ({
      file: `truncated to ${String(share)}.${format}`,
      code: 'PhotoUnreadable' as const,
      message: /damaged|no photo/,
      content: () => truncated(format, share),
    })),
  ),
  { file: 'empty.jpg', code: 'PhotoUnreadable', message: /is empty, or no photo/, content: () => Buffer.alloc(0) },
  { file: 'text.jpg', code: 'PhotoUnreadable', message: /is empty, or no photo/, content: () => Buffer.from('text') },
  {
    file: 'one-pixel.png',
    code: 'PhotoTooSmall',
    message: /1 × 1/,
    content: () => sharpOf(placeCodedPicture(1, 1)).png().toBuffer(),
  },
  {
    file: 'strip.png',
    code: 'PhotoTooSmall',
    message: /30000 × 10/,
    content: () => sharpOf(placeCodedPicture(30_000, 10)).png().toBuffer(),
  },
  { file: 'huge.png', code: 'PhotoTooLarge', message: /more pixels/, content: () => hollowPng(20_000, 20_000) },
  { file: 'phone.heic', code: 'DecoderMissing', message: /HEIC needs a decoder/, content: () => HEIC },
  {
    file: 'panorama.jpg',
    code: 'PhotoUnsupported',
    message: /panorama/,
    content: () => sharpOf(placeCodedPicture()).withXmp(PANORAMA_XMP).jpeg().toBuffer(),
  },
  {
    file: 'sphere.jpg',
    code: 'PhotoUnsupported',
    message: /panorama/,
    content: () => sharpOf(placeCodedPicture(64, 32)).resize(2048, 1024).jpeg().toBuffer(),
  },
  {
    file: 'fisheye.jpg',
    code: 'PhotoUnsupported',
    message: /fisheye/,
    content: async () =>
      embedInJpeg(
        await sharpOf(placeCodedPicture()).jpeg().toBuffer(),
        exifBlock({ lensModel: ascii('EF8-15mm f/4L FISHEYE USM') }),
      ),
  },
  { file: 'camera.nef', code: 'PhotoUnsupported', message: /RAW/, content: () => truncated('tiff', 1) },
];

const events: PhotoEvent[] = [];
let summary: SummaryEvent;

beforeAll(async () => {
  await mkdir(photos, { recursive: true });
  for (const { file, content } of badPhotos) await writeFile(path.join(photos, file), await content());
  await writeJpeg(path.join(photos, 'a-good-one.jpg'));
  await writeJpeg(path.join(photos, 'z-good-one.jpg'));
  for await (const event of await engine.client.convert({ inputs: [photos], outputFolder, maxPoints: 100 })) {
    if (event.event === 'photo') events.push(event);
    if (event.event === 'summary') summary = event;
  }
});

describe('a batch', () => {
  it.each(badPhotos)('says what is wrong with $file', ({ file, code, message }) => {
    const event = events.find(({ photo }) => path.basename(photo) === file);
    expect(event).toMatchObject({ status: 'failed', error: { code } });
    const { error } = event as Extract<PhotoEvent, { status: 'failed' }>;
    expect(error.message).toMatch(message);
    expect(error.message.startsWith(`${path.join(photos, file)}: `)).toBe(true);
    expect(error.message).not.toContain('\n');
    expect(error.remedy).toMatch(/^[A-Z].+\.$/);
  });

  it('converts the good photos all the same, and leaves nothing of the others', async () => {
    expect(summary).toMatchObject({ done: 2, failed: badPhotos.length, ignored: 0 });
    expect((await readdir(outputFolder)).sort()).toEqual([
      'a-good-one.json',
      'a-good-one.ply',
      'z-good-one.json',
      'z-good-one.ply',
    ]);
    await expectOnlyWholeResults(outputFolder);
  });
});

describe('a picture of exactly 2:1', () => {
  it('is converted all the same once its focal length is typed', async () => {
    const photo = path.join(photos, 'sphere.jpg');
    const focal = { kind: '35mm' as const, focal35mm: millimetres(26) };
    const found: PhotoEvent[] = [];
    const request = { inputs: [photo], outputFolder: path.join(folder, 'typed'), focal, maxPoints: 100 };
    for await (const event of await engine.client.convert(request)) if (event.event === 'photo') found.push(event);
    expect(found).toMatchObject([{ status: 'done', focalOrigin: 'typed' }]);
  });
});

describe('a photo of 200 megapixels', () => {
  const photo = path.join(folder, 'large.jpg');
  const convert = async (grid: 'model' | 'photo'): Promise<PhotoEvent[]> => {
    const found: PhotoEvent[] = [];
    const request = { inputs: [photo], outputFolder: path.join(folder, grid), grid, maxPoints: 100 };
    for await (const event of await engine.client.convert(request)) if (event.event === 'photo') found.push(event);
    return found;
  };

  beforeAll(async () => {
    const small = placeCodedPicture(160, 125);
    await sharpOf(small).resize(16_000, 12_500, { kernel: 'nearest' }).jpeg({ quality: 50 }).toFile(photo);
  });

  it('comes out on the model’s grid', async () => {
    expect(await convert('model')).toMatchObject([{ status: 'done', points: 100 }]);
  });

  it('is too large for a point per pixel, and is told so', async () => {
    const [event] = await convert('photo');
    expect(event).toMatchObject({
      status: 'failed',
      error: { code: 'PhotoTooLarge', remedy: expect.stringContaining('--grid model') as string },
    });
  });
});
