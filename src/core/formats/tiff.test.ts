import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { keptDepth, largeDepthMap, someDepthMaps } from '../../../test/fixtures/depth-rows';
import { bytesOf } from '../../../test/fixtures/point-clouds';
import { depthMapRows, type DepthMap } from '../depth/depth-map';
import { encodeTiff } from './tiff';

/** As libtiff reads it, through sharp. */
async function expectDepth(map: DepthMap): Promise<void> {
  const file = bytesOf(encodeTiff(depthMapRows(map)));
  const metadata = await sharp(file).metadata();
  const { widthPx, heightPx } = map.size;
  expect(metadata).toMatchObject({ format: 'tiff', width: widthPx, height: heightPx, channels: 1, depth: 'float' });
  const raw = await sharp(file).toColourspace('b-w').raw({ depth: 'float' }).toBuffer();
  expect(raw.equals(Buffer.from(keptDepth(map).buffer))).toBe(true);
}

test('sharp reads any depth', async () => {
  await fc.assert(fc.asyncProperty(someDepthMaps, expectDepth), { numRuns: 30 });
});

test('sharp reads a map of several strips', async () => {
  await expectDepth(largeDepthMap());
});
