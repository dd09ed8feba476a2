import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptDepth, largeDepthMap, someDepthMaps } from '../../../test/fixtures/depth-rows';
import { bytesOf } from '../../../test/fixtures/point-clouds';
import { depthMapRows, type DepthMap } from '../depth/depth-map';
import { encodePfm } from './pfm';

/** By the text of the format: three lines, then rows from the bottom. */
function expectDepth(map: DepthMap): void {
  const { widthPx, heightPx } = map.size;
  const bytes = bytesOf(encodePfm(depthMapRows(map)));
  const header = `Pf\n${widthPx} ${heightPx}\n-1.0\n`;
  expect(bytes.toString('latin1', 0, header.length)).toBe(header);
  expect(bytes.length).toBe(header.length + 4 * widthPx * heightPx);
  const kept = keptDepth(map);
  let different = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const read = bytes.readFloatLE(header.length + 4 * ((heightPx - 1 - y) * widthPx + x));
      if (read !== kept[y * widthPx + x]) different++;
    }
  }
  expect(different).toBe(0);
}

test('any depth', () => {
  fc.assert(fc.property(someDepthMaps, expectDepth));
});

test('a map larger than a chunk', () => {
  expectDepth(largeDepthMap());
});
