import { describe, expect, expectTypeOf, test } from 'vitest';
import type { FocalAssumption, FocalOrigin, FocalTrust } from '../camera/photo-camera';
import type { ExifOrientation } from '../camera/photo-exif';
import type { CloudFrame } from '../cloud/frame';
import type { Precision, PrecisionRequest } from '../precision/precision';
import { encodeSidecar, parseSidecar, type Sidecar } from './sidecar';

const sidecar: Sidecar = {
  version: 1,
  app: { name: 'fathom', version: '0.1.0' },
  createdAt: '2026-01-02T03:04:05.678Z',
  source: { path: '/photos/été.jpg', bytes: 123, modifiedAt: '2025-12-31T00:00:00.000Z', identity: '0badcafe' },
  photo: { widthPx: 4000, heightPx: 3000, format: 'jpeg', orientationApplied: 6, conversions: ['iccToSrgb'] },
  camera: {
    fxPx: 3000.25,
    fyPx: 3000.25,
    cxPx: 2000,
    cyPx: 1500,
    pixelCentre: 0.5,
    focalOrigin: 'exif35mm',
    focalTrust: 'good',
    assumptions: ['croppedFromNativeFrame'],
  },
  model: { id: 'fathom-s', sha256: 'a1'.repeat(32) },
  precision: { requested: 'auto', used: 'fp32', reason: 'The CPU has no faster arithmetic.' },
  provider: { name: 'cpu', requestedDevice: 'auto' },
  depth: {
    unit: 'metre',
    meaning: 'planarZ',
    grid: { widthPx: 4000, heightPx: 3000 },
    rangeMetres: [0.5, 12.25],
    followsFocal: true,
    scaleCorrection: { factor: 1.043, origin: 'knownLength', note: 'scale corrected by known length ×1.043' },
    png16MetresPerUnit: 0.001,
  },
  cloud: {
    points: 196_000,
    grid: 'model',
    gridSize: { widthPx: 512, heightPx: 384 },
    frame: 'opencv',
    unit: 'metre',
    maxPoints: 1_000_000,
  },
  masks: { edgeThreshold: 0.04, outOfRange: 1, sky: 2, edge: 3 },
  settings: { plyEncoding: 'binary', edgeThreshold: 0.04, focal: null, recursive: false },
  ms: { decode: 20, infer: 600.5, write: 12 },
  outputs: [{ format: 'ply', file: 'été.ply', bytes: 3_000_000 }],
};

const asText = (value: unknown) => JSON.stringify(value);

test('reads back what was written', () => {
  const bytes = encodeSidecar(sidecar);
  expect(parseSidecar(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).toEqual(sidecar);
});

test('is indented text that ends its last line', () => {
  const text = new TextDecoder().decode(encodeSidecar(sidecar));
  expect(text).toContain('\n  "version": 1,\n');
  expect(text.endsWith('\n}\n')).toBe(true);
});

test('needs no kept depth, 16-bit PNG, limit or cloud', () => {
  const depth = { ...sidecar.depth, rangeMetres: null, png16MetresPerUnit: undefined };
  for (const cloud of [{ ...sidecar.cloud!, maxPoints: undefined }, undefined]) {
    const bare: Sidecar = { ...sidecar, depth, cloud, outputs: [] };
    expect(parseSidecar(asText(bare))).toEqual(bare);
  }
});

describe('is none', () => {
  test.each([
    ['no JSON', 'ply\n'],
    ['cut short', asText(sidecar).slice(0, -20)],
    ['another JSON', '{}'],
    ['a later version', asText({ ...sidecar, version: 2 })],
    ['an unknown focal origin', asText({ ...sidecar, camera: { ...sidecar.camera, focalOrigin: 'dreamt' } })],
    ['orientation 9', asText({ ...sidecar, photo: { ...sidecar.photo, orientationApplied: 9 } })],
    ['no hash of the model', asText({ ...sidecar, model: { id: 'fathom-s', sha256: '' } })],
    ['half a point', asText({ ...sidecar, cloud: { ...sidecar.cloud, points: 0.5 } })],
    ['nested settings', asText({ ...sidecar, settings: { focal: { px: 1 } } })],
  ])('%s', (_, text) => {
    expect(parseSidecar(text)).toBeUndefined();
  });
});

test('its words are those of the core', () => {
  expectTypeOf<Sidecar['camera']['focalOrigin']>().toEqualTypeOf<FocalOrigin>();
  expectTypeOf<Sidecar['camera']['focalTrust']>().toEqualTypeOf<FocalTrust>();
  expectTypeOf<Sidecar['camera']['assumptions']>().toEqualTypeOf<readonly FocalAssumption[]>();
  expectTypeOf<Sidecar['photo']['orientationApplied']>().toEqualTypeOf<ExifOrientation>();
  expectTypeOf<Sidecar['precision']['requested']>().toEqualTypeOf<PrecisionRequest>();
  expectTypeOf<Sidecar['precision']['used']>().toEqualTypeOf<Precision>();
  expectTypeOf<NonNullable<Sidecar['cloud']>['frame']>().toEqualTypeOf<CloudFrame>();
});
