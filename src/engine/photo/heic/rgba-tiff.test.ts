import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { rgbaTiff } from './rgba-tiff';

const size = { widthPx: 3, heightPx: 2 };
const pixels = Uint8Array.from({ length: 24 }, (_, i) => (i % 4 === 3 ? 255 : 10 * i));

describe('rgbaTiff', () => {
  it('is a TIFF file that a reader of others reads back', async () => {
    const { tiff, rgba } = rgbaTiff(size, undefined);
    rgba.set(pixels);
    const { data, info } = await sharp(tiff).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 3, height: 2, channels: 4 });
    expect(new Uint8Array(data)).toEqual(pixels);
  });

  it('carries a colour profile, of odd length too', async () => {
    const icc = Uint8Array.from({ length: 129 }, (_, i) => i);
    const { tiff, rgba } = rgbaTiff(size, icc);
    rgba.set(pixels);
    const metadata = await sharp(tiff).metadata();
    expect(new Uint8Array(metadata.icc!)).toEqual(icc);
  });
});
