import { expect, test } from 'vitest';
import { pixels } from '../camera/units';
import { OPEN_CLIP_BOX } from '../cloud/clip-box';
import { clipDepth } from './clip-depth';
import { MaskReason } from './depth-rows';

test('points outside are masked beside what masked them before, and the map stays as it was', () => {
  const map = {
    size: { widthPx: 4, heightPx: 1 },
    intrinsics: { fxPx: pixels(1), fyPx: pixels(1), cxPx: pixels(2), cyPx: pixels(0.5) },
    depthMetres: Float32Array.of(1, 2, 2, 4),
    mask: Uint8Array.of(0, 0, MaskReason.edge, MaskReason.sky),
  };
  // x: −1.5, −1, 1, 6
  const clipped = clipDepth(map, { ...OPEN_CLIP_BOX, x: [-1.2, 1.2], z: [0, 3] });
  expect([...clipped]).toEqual([MaskReason.clipped, 0, MaskReason.edge, MaskReason.sky | MaskReason.clipped]);
  expect([...map.mask]).toEqual([0, 0, MaskReason.edge, MaskReason.sky]);
});
