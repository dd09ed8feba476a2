import { expect, test } from 'vitest';
import { centredIntrinsics } from '../../core/camera/intrinsics';
import { pixels } from '../../core/camera/units';
import { MaskReason } from '../../core/depth/depth-rows';
import { maskOfAll, stretchAcross } from './scene-beside';

const size = { widthPx: 100, heightPx: 2 };

/** A wall two metres off, 2 m wide; its left half masked. */
const wall = {
  size,
  intrinsics: centredIntrinsics(size, pixels(100)),
  followsFocal: false,
  depthMetres: new Float32Array(200).fill(2),
  mask: maskOfAll(Uint8Array.from({ length: 200 }, (_, i) => (i % 100 < 50 ? MaskReason.edge : 0))),
};

test('all that is masked is hidden', () => {
  expect(Array.from(maskOfAll(Uint8Array.of(0, MaskReason.sky, MaskReason.edge | MaskReason.island)))).toEqual([
    0,
    MaskReason.outOfRange,
    MaskReason.outOfRange,
  ]);
});

test('a cloud reaches across as far as what is shown of it', () => {
  expect(stretchAcross(wall, 1)).toEqual([0.01, 0.99]);
  // A metric wall of twice the focal length is half as wide.
  expect(stretchAcross(wall, 2)).toEqual([0.005, 0.495]);
  expect(stretchAcross({ ...wall, mask: wall.mask.fill(MaskReason.outOfRange) }, 1)).toBeUndefined();
});
