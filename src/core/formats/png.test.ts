import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { CHUNK_BYTES } from './encoded-bytes';
import { encodePng, type PngImage } from './png';

function bytesOf(image: PngImage): Buffer {
  return Buffer.concat(Array.from(encodePng(image), (chunk) => Buffer.from(chunk)));
}

function imageOf(pixels: PngImage['pixels'], widthPx: number, heightPx: number, samples: Uint8Array): PngImage {
  const rowBytes = samples.length / heightPx;
  return {
    size: { widthPx, heightPx },
    pixels,
    fillRow: (y, into) => into.set(samples.subarray(y * rowBytes, (y + 1) * rowBytes)),
  };
}

const BYTES_PER_PIXEL = { grey16: 2, rgb8: 3 };

const someImages = fc
  .tuple(fc.constantFrom('grey16', 'rgb8'), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .chain(([pixels, widthPx, heightPx]) => {
    const length = BYTES_PER_PIXEL[pixels] * widthPx * heightPx;
    const samples = fc.uint8Array({ minLength: length, maxLength: length });
    return samples.map((values) => ({ samples: values, image: imageOf(pixels, widthPx, heightPx, values) }));
  });

/** The samples as sharp reads them, 16-bit ones high byte first as in the file. */
async function decode(png: Buffer, pixels: PngImage['pixels']): Promise<Buffer> {
  const image = sharp(png, { failOn: 'warning' });
  if (pixels === 'rgb8') return image.raw().toBuffer();
  return (await image.toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer()).swap16();
}

test('sharp reads back any picture', async () => {
  await fc.assert(
    fc.asyncProperty(someImages, async ({ image, samples }) => {
      const png = bytesOf(image);
      expect(await sharp(png).metadata()).toMatchObject({
        format: 'png',
        width: image.size.widthPx,
        height: image.size.heightPx,
        depth: image.pixels === 'grey16' ? 'ushort' : 'uchar',
        channels: image.pixels === 'grey16' ? 1 : 3,
      });
      expect((await decode(png, image.pixels)).equals(samples)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('a picture of many chunks, its first half smooth, its second half noise', async () => {
  const [width, height] = [1000, 1000];
  const samples = new Uint8Array(2 * width * height);
  let noise = 1;
  for (let i = 0; i < samples.length; i++) {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    samples[i] = i < samples.length / 2 ? i >> 12 : noise >>> 24;
  }
  const png = bytesOf(imageOf('grey16', width, height, samples));
  expect(png.length).toBeGreaterThan(1.5 * CHUNK_BYTES);
  expect((await decode(png, 'grey16')).equals(samples)).toBe(true);
});

test('a smooth picture is compressed, through the filter', () => {
  const ramp = Uint8Array.from({ length: 2 * 500 * 500 }, (_, i) => (i % 1000) * 7);
  expect(bytesOf(imageOf('grey16', 500, 500, ramp)).length).toBeLessThan(ramp.length / 100);
});
