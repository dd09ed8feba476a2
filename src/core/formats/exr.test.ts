import fc from 'fast-check';
import { FloatType, RedFormat } from 'three';
import { EXRLoader } from 'three/examples/jsm/loaders/EXRLoader.js';
import { expect, test } from 'vitest';
import { depthMapOf, keptDepth, largeDepthMap, someDepthMaps } from '../../../test/fixtures/depth-rows';
import { bytesOf } from '../../../test/fixtures/point-clouds';
import { depthMapRows, type DepthMap } from '../depth/depth-map';
import { encodeExr } from './exr';

/** As three's loader reads it, which takes a lone channel only where it is called Y. */
function expectDepth(map: DepthMap): void {
  const bytes = bytesOf(encodeExr(depthMapRows(map)));
  const channel = bytes.indexOf('Z\0', bytes.indexOf('chlist'));
  bytes.write('Y', channel);
  const loader = new EXRLoader().setDataType(FloatType).setOutputFormat(RedFormat);
  const { data, width, height } = loader.parse(new Uint8Array(bytes).buffer) as {
    data: Float32Array;
    width: number;
    height: number;
  };
  expect({ widthPx: width, heightPx: height }).toEqual(map.size);
  const kept = keptDepth(map);
  let different = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Bottom row first, as textures have it.
      if (data[(height - 1 - y) * width + x] !== kept[y * width + x]) different++;
    }
  }
  expect(different).toBe(0);
}

test("three's EXRLoader reads any depth", () => {
  fc.assert(fc.property(someDepthMaps, expectDepth));
});

test('a map of many blocks', () => {
  expectDepth(largeDepthMap());
});

test('a flat one shrinks', () => {
  const flat = depthMapOf(500, 40, { depthMetres: new Float32Array(20_000).fill(2), mask: new Uint8Array(20_000) });
  expect(bytesOf(encodeExr(depthMapRows(flat))).length).toBeLessThan(2000);
  expectDepth(flat);
});
