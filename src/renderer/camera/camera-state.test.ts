import { describe, expect, it } from 'vitest';
import { photoFacts } from '../../../test/app/fixtures/facts';
import { millimetres } from '../../core/camera/units';
import { cameraInView, firstSensorWidth, focalPxOfRequest, formsOf, requestOf } from './camera-state';

const facts = photoFacts();
const full = millimetres(36);

describe('requestOf', () => {
  it.each([
    ['px', 2000, 2000],
    ['mm', 18, 2000],
    ['fieldOfView', 90, 2000],
  ] as const)('%s %d comes to %d px of a photo 4000 px wide', (form, value, focalPx) => {
    expect(focalPxOfRequest(facts, requestOf(form, value, full)!)).toBeCloseTo(focalPx, 6);
  });

  it('takes a 35 mm-equivalent by the diagonal', () => {
    expect(focalPxOfRequest(facts, requestOf('35mm', 43.26662, full)!)).toBeCloseTo(5000, 2);
  });

  it.each([
    ['px', 0],
    ['px', Number.NaN],
    ['fieldOfView', 180],
  ] as const)('takes no %s of %d', (form, value) => {
    expect(requestOf(form, value, full)).toBeUndefined();
  });
});

describe('formsOf', () => {
  it('says what was typed again', () => {
    const request = requestOf('35mm', 28, full)!;
    expect(formsOf(facts, focalPxOfRequest(facts, request), full).focal35mm).toBeCloseTo(28, 9);
  });
});

describe('firstSensorWidth', () => {
  it("is the one typed before, the camera's own, or full frame", () => {
    expect(firstSensorWidth(facts)).toBe(36);
    expect(firstSensorWidth(photoFacts({ make: 'Apple', model: 'iPhone 4', focalLengthMm: 3.85 }))).toBe(4.54);
    const typedFocal = { kind: 'mm', focalMm: millimetres(5), sensorWidthMm: millimetres(6.4) } as const;
    expect(firstSensorWidth(photoFacts({ typedFocal }))).toBe(6.4);
  });
});

describe('cameraInView', () => {
  const estimated = { ...facts.camera, origin: 'model' } as const;
  it('is that of the depth, which the model may have estimated', () => {
    expect(cameraInView(facts, { camera: estimated })).toBe(estimated);
    expect(cameraInView(facts, undefined)).toBe(facts.camera);
  });
  it('is the typed one where one was typed since', () => {
    const typed = photoFacts({ typedFocal: requestOf('px', 100, full)! });
    expect(cameraInView(typed, { camera: estimated })).toBe(typed.camera);
  });
  it('is no typed one that was taken back', () => {
    expect(cameraInView(facts, { camera: { ...estimated, origin: 'typed' } })).toBe(facts.camera);
  });
});
