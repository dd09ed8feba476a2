import { describe, expect, it } from 'vitest';
import { pixels } from '../../core/camera/units';
import { OPEN_CLIP_BOX, OPEN_FACE_METRES } from '../../core/cloud/clip-box';
import { MaskReason } from '../../core/depth/depth-rows';
import { CLIP_STEPS, facesOfSteps, shownFaces, spanOfPoints, stepsOfFaces } from './clip-steps';

const intrinsics = { fxPx: pixels(1), fyPx: pixels(1), cxPx: pixels(1.5), cyPx: pixels(0.5) };
const depth = {
  widthPx: 3,
  heightPx: 1,
  depthMetres: Float32Array.of(2, 3, 90),
  mask: Uint8Array.of(0, 0, MaskReason.sky),
};

describe('the span of points', () => {
  it('is that of the points that are kept, as shown', () => {
    expect(spanOfPoints(depth, intrinsics, 1)).toEqual({ x: [-2, 0], y: [0, 0], z: [2, 3] });
    expect(spanOfPoints(depth, intrinsics, 2)).toEqual({ x: [-4, 0], y: [0, 0], z: [4, 6] });
  });

  it('is open where there are none', () => {
    const mask = new Uint8Array(3).fill(MaskReason.sky);
    expect(spanOfPoints({ ...depth, mask }, intrinsics, 1)).toEqual(OPEN_CLIP_BOX);
  });
});

describe('the faces of a clip box', () => {
  const span = [-2, 3] as const;

  it('clip nothing at the ends of the scale', () => {
    expect(facesOfSteps([0, CLIP_STEPS], span)).toEqual([-OPEN_FACE_METRES, OPEN_FACE_METRES]);
    expect(stepsOfFaces([-OPEN_FACE_METRES, OPEN_FACE_METRES], span)).toEqual([0, CLIP_STEPS]);
    expect(shownFaces([-OPEN_FACE_METRES, OPEN_FACE_METRES], span)).toEqual(span);
  });

  it('come back to the same steps', () => {
    expect(facesOfSteps([CLIP_STEPS / 2, CLIP_STEPS], span)[0]).toBe(0.5);
    for (const steps of [
      [0, 150],
      [20, CLIP_STEPS],
      [70, 71],
    ] as const) {
      expect(stepsOfFaces(facesOfSteps(steps, span), span)).toEqual(steps);
    }
  });
});
