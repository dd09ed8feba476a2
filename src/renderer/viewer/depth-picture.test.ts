import { expect, test } from 'vitest';
import { unmasked } from '../../../test/fixtures/masks';
import { MaskReason } from '../../core/depth/depth-rows';
import { COLOUR_TABLES } from '../../core/formats/colour-map';
import { depthPicture } from './depth-picture';

const options = {
  ...unmasked(10),
  hideSky: true,
  nearMetres: 0,
  farMetres: Infinity,
  focalScale: 1,
  colourMap: 'viridis',
  depthRangeMetres: [1, 4],
} as const;

function row(depths: number[], mask = new Uint8Array(depths.length)) {
  const size = { widthPx: depths.length, heightPx: 1 };
  return { size, depthMetres: Float32Array.from(depths), mask, followsFocal: true };
}

const pixelOf = (picture: Uint8ClampedArray, i: number) => Array.from(picture.subarray(4 * i, 4 * i + 4));
const entry = (i: number) => [...COLOUR_TABLES.viridis.subarray(3 * i, 3 * i + 3), 255];

test('near is warm, far is cold, between them the logarithm counts, beyond them the ends', () => {
  const picture = depthPicture(row([1, 2, 4, 0.5, 9]), options);
  expect([0, 1, 2, 3, 4].map((i) => pixelOf(picture, i))).toEqual([
    entry(255),
    entry(128),
    entry(0),
    entry(255),
    entry(0),
  ]);
});

test('depth that follows the focal takes the colour it is shown at', () => {
  expect(pixelOf(depthPicture(row([1]), { ...options, focalScale: 2 }), 0)).toEqual(entry(128));
});

test('what is hidden is clear, with a hatch of two diagonals in eight', () => {
  const mask = new Uint8Array(10).fill(MaskReason.sky);
  const picture = depthPicture(row(new Array<number>(10).fill(2), mask), options);
  const alphas = Array.from({ length: 10 }, (_, i) => pixelOf(picture, i)[3]! > 0);
  expect(alphas).toEqual([true, true, false, false, false, false, false, false, true, true]);
  expect(pixelOf(depthPicture(row([2], Uint8Array.of(MaskReason.sky)), { ...options, hideSky: false }), 0)).toEqual(
    entry(128),
  );
});
