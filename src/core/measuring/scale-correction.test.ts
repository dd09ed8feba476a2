import { describe, expect, it } from 'vitest';
import { cameraName, scaleOf, scaleWords } from './scale-correction';

const photo = { path: '/a.jpg', camera: 'Canon EOS R' };

describe('scaleOf', () => {
  it('takes the photo’s own, then its camera’s, then the typed one', () => {
    const photos = { '/a.jpg': { factor: 1.1, modelId: 'm' } };
    const cameras = { 'Canon EOS R': { factor: 1.2, modelId: 'm' } };
    const typed = { factor: 1.3 };
    expect(scaleOf({ photos, cameras, typed }, photo, 'm')).toEqual({ factor: 1.1, origin: 'knownLength' });
    expect(scaleOf({ photos: {}, cameras, typed }, photo, 'm')).toEqual({ factor: 1.2, origin: 'cameraKnownLength' });
    expect(scaleOf({ photos: {}, cameras: {}, typed }, photo, 'm')).toEqual({ factor: 1.3, origin: 'typed' });
    expect(scaleOf({ photos: {}, cameras: {} }, photo, 'm')).toBeUndefined();
  });

  it('leaves alone what was found with another model', () => {
    const photos = { '/a.jpg': { factor: 1.1, modelId: 'other' } };
    expect(scaleOf({ photos, cameras: {}, typed: { factor: 2 } }, photo, 'm')?.factor).toBe(2);
  });

  it('takes no method of objects for a camera', () => {
    expect(scaleOf({ photos: {}, cameras: {} }, { path: 'toString', camera: 'constructor' }, 'm')).toBeUndefined();
  });
});

describe('cameraName', () => {
  it('is make and model, or what there is of them', () => {
    expect(cameraName({ make: 'Canon', model: 'EOS R' })).toBe('Canon EOS R');
    expect(cameraName({ model: 'EOS R' })).toBe('EOS R');
    expect(cameraName({ make: '' })).toBeUndefined();
  });
});

describe('scaleWords', () => {
  it('says what the scale was corrected by', () => {
    expect(scaleWords({ factor: 1.0429, origin: 'knownLength' })).toBe('scale corrected by known length ×1.043');
  });
});
