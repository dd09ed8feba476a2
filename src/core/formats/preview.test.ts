import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { centredIntrinsics } from '../camera/intrinsics';
import { pixels } from '../camera/units';
import { depthMapRows } from '../depth/depth-map';
import { encodePreview, previewSize } from './preview';

const MASKED = [46, 48, 52];
const STRIP = [22, 24, 28];

interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly at: (x: number, y: number) => number[];
}

/** The preview of a depth map, as sharp reads it. */
async function preview(
  widthPx: number,
  heightPx: number,
  depthAt: (x: number, y: number) => number,
  mask = new Uint8Array(widthPx * heightPx),
): Promise<Picture> {
  const size = { widthPx, heightPx };
  const rows = depthMapRows({
    size,
    intrinsics: centredIntrinsics(size, pixels(100)),
    depthMetres: Float32Array.from({ length: widthPx * heightPx }, (_, i) =>
      depthAt(i % widthPx, Math.floor(i / widthPx)),
    ),
    mask,
    normals: undefined,
    confidence: undefined,
  });
  const chunks = Array.from(encodePreview(rows, { colourMap: 'turbo' }), (chunk) => Buffer.from(chunk));
  const { data, info } = await sharp(Buffer.concat(chunks)).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(3);
  const at = (x: number, y: number) =>
    Array.from(data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3));
  return { widthPx: info.width, heightPx: info.height, at };
}

const LEGEND_HEIGHT_PX = 94;

describe('encodePreview', () => {
  test('warm near, cold far, above a legend', async () => {
    const picture = await preview(400, 300, (x) => 1 + x / 100);
    expect(picture).toMatchObject({ widthPx: 1024, heightPx: 768 + LEGEND_HEIGHT_PX });
    const [nearRed, , nearBlue] = picture.at(150, 300) as [number, number, number];
    const [farRed, , farBlue] = picture.at(900, 300) as [number, number, number];
    expect(nearRed).toBeGreaterThan(nearBlue + 100);
    expect(farBlue).toBeGreaterThan(farRed + 100);
    expect(picture.at(5, picture.heightPx - 1)).toEqual(STRIP);
  });

  test('has the colours of its legend', async () => {
    // Every column of the picture has one depth, and the picture holds every colour once, from near to far.
    const picture = await preview(1024, 40, (x) => 0.5 * 20 ** (x / 1024));
    const legendBar = Array.from({ length: 944 }, (_, x) => picture.at(40 + x, 60).join());
    const depths = Array.from({ length: 1024 }, (_, x) => picture.at(x, 10).join());
    expect(legendBar).toEqual(expect.arrayContaining(depths));
  });

  test('masked pixels are dark grey', async () => {
    const mask = new Uint8Array(64 * 48).fill(2, 0, 64 * 24);
    const picture = await preview(64, 48, () => 3, mask);
    expect(picture.at(500, 380)).toEqual(MASKED);
    expect(picture.at(500, 400)).not.toEqual(MASKED);
  });

  test('nothing kept: all dark grey, and no legend', async () => {
    const picture = await preview(64, 48, () => 3, new Uint8Array(64 * 48).fill(1));
    expect(picture).toMatchObject({ widthPx: 1024, heightPx: 768 });
    expect(picture.at(1000, 767)).toEqual(MASKED);
  });

  test('a thin upright picture stands in the middle of a strip wide enough for the legend', async () => {
    const picture = await preview(10, 1024, (_, y) => 1 + y);
    expect(picture).toMatchObject({ widthPx: 480, heightPx: 1024 + LEGEND_HEIGHT_PX });
    expect(picture.at(234, 500)).toEqual(STRIP);
    expect(picture.at(235, 500)).not.toEqual(STRIP);
    expect(picture.at(244, 500)).not.toEqual(STRIP);
    expect(picture.at(245, 500)).toEqual(STRIP);
  });
});

test.each([
  [4000, 3000, 1024, 768],
  [384, 512, 768, 1024],
  [30_000, 10, 1024, 1],
  [1, 1, 1024, 1024],
])('previewSize of %d × %d', (widthPx, heightPx, expectedWidth, expectedHeight) => {
  expect(previewSize({ widthPx, heightPx })).toEqual({ widthPx: expectedWidth, heightPx: expectedHeight });
});
