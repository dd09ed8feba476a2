import { describe, expect, it } from 'vitest';
import { photoId } from '../../../test/app/fixtures/photos';
import { centredIntrinsics } from '../../core/camera/intrinsics';
import { pixels } from '../../core/camera/units';
import { zScaleOf, focalScaleOf, NEW_VIEWER, pointedPixel, stalenessOf, withPhoto } from './viewer';

const size = { widthPx: 2, heightPx: 2 };
const camera = {
  intrinsics: centredIntrinsics({ widthPx: 400, heightPx: 300 }, pixels(500)),
  origin: 'assumed',
  trust: 'guess',
  assumptions: [],
} as const;
const depth = { ...size, camera, depthMetres: new Float32Array([1, 2, 3, 4]), mask: new Uint8Array([0, 0, 4, 0]) };

describe('a changed focal length', () => {
  it('makes canonical depth longer and leaves metric depth alone', () => {
    expect(focalScaleOf(depth, 750)).toBe(1.5);
    expect(focalScaleOf(depth, undefined)).toBe(1);
    expect(zScaleOf({ camera, followsFocal: true }, 750)).toBe(1.5);
    expect(zScaleOf({ camera, followsFocal: false }, 750)).toBe(1);
  });
});

describe('pointedPixel', () => {
  it('reads the depth that is shown', () => {
    expect(pointedPixel(depth, { column: 1, row: 1 }, 1.5)).toEqual({
      column: 1,
      row: 1,
      depthMetres: 6,
      masked: false,
    });
    expect(pointedPixel(depth, { column: 0, row: 1 }, 1)).toMatchObject({ depthMetres: 3, masked: true });
  });
  it.each([
    [-1, 0],
    [2, 0],
    [0, 2],
  ])('is nothing at %i, %i', (column, row) => {
    expect(pointedPixel(depth, { column, row }, 1)).toBeUndefined();
  });
});

describe('stalenessOf', () => {
  const made = (requested: 'auto' | 'fp32' | 'bf16', used: 'fp32' | 'fp16') => ({
    model: { id: 'fathom-s', sha256: '' },
    precision: { requested, used, reason: '' },
  });
  it.each([
    ['auto', 'fp32', 'fp32', 'fp32', undefined],
    ['fp32', 'fp32', 'auto', 'fp32', undefined],
    ['bf16', 'fp32', 'int8', 'fp32', undefined],
    ['fp32', 'fp32', 'auto', 'fp16', { made: 'fp32', set: 'auto' }],
    ['auto', 'fp16', 'fp32', 'fp32', { made: 'fp16', set: 'fp32' }],
  ] as const)('made with %s as %s, now %s, which comes out as %s', (requested, used, precision, comesOut, expected) => {
    const settings = { model: 'fathom-s', precision };
    expect(stalenessOf(made(requested, used), settings, { used: comesOut })?.precision).toEqual(expected);
    expect(stalenessOf(made(requested, used), settings, undefined)).toBeUndefined();
  });
  it('tells of another model', () => {
    expect(stalenessOf(made('auto', 'fp32'), { model: 'other', precision: 'auto' }, undefined)).toEqual({
      model: { made: 'fathom-s', set: 'other' },
      precision: undefined,
    });
  });
});

describe('withPhoto', () => {
  it('keeps how things are shown', () => {
    const look = { ...NEW_VIEWER.look, pointSize: 3 };
    const viewer = { ...NEW_VIEWER, look, cut: [1, 2] as const, focalPx: 9 };
    expect(withPhoto(viewer, photoId('a'))).toEqual({ ...NEW_VIEWER, look, photo: photoId('a') });
  });
});
