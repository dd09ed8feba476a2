import { expect, test } from 'vitest';
import { effectiveColourMode } from './effective-colour-mode';

const lacking = { normals: undefined, confidence: undefined };
const full = { normals: new Float32Array(3), confidence: new Float32Array(1) };

test('what a scene lacks, it shows as the photo', () => {
  const modes = ['photo', 'depth', 'normal', 'confidence'] as const;
  expect(modes.map((mode) => effectiveColourMode(lacking, mode))).toEqual(['photo', 'depth', 'photo', 'photo']);
  expect(modes.map((mode) => effectiveColourMode(full, mode))).toEqual(modes);
});
