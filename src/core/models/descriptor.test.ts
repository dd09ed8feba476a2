import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { modelDescriptorSchema } from './descriptor';

const embedded = JSON.parse(
  await readFile(new URL('../../../models/fathom-s.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

const points = { points: 'points', metricScale: ['metric_scale', 'scale'] };

const accepts = (changes: Record<string, unknown>): boolean =>
  modelDescriptorSchema.safeParse({ ...embedded, ...changes }).success;

describe('the descriptor schema', () => {
  it('takes the embedded model’s as it stands', () => {
    expect(modelDescriptorSchema.parse(embedded)).toEqual(embedded);
  });

  it.each([
    [
      'a fixed input',
      { input: { ...(embedded['input'] as object), size: { kind: 'fixed', widthPx: 1064, heightPx: 616 } } },
    ],
    [
      'an input to be stretched to',
      { input: { ...(embedded['input'] as object), size: { kind: 'stretch', widthPx: 9, heightPx: 9 } } },
    ],
    ['metric depth', { camera: { kind: 'metric' } }],
    ['depth alone', { outputs: { depth: 'depth' } }],
    ['an output of several names', { outputs: { depth: ['depth', 'predicted_depth'] } }],
    ['points and their rule', { outputs: points, camera: { kind: 'affinePoints' } }],
    ['a focal output and its rule', { outputs: { depth: 'depth', focal: 'focal' }, camera: { kind: 'focalOutput' } }],
    ['a file whose size and hash nobody tells', { files: [{ name: 'a.onnx', urls: [] }] }],
    ['no rule for the sky', { sky: undefined }],
  ])('takes %s', (_, changes) => {
    expect(accepts(changes)).toBe(true);
  });

  it.each([
    ['an id that is no file name', { id: '../evil' }],
    ['no id', { id: undefined }],
    ['no files', { files: [] }],
    ['a file outside its folder', { files: [{ name: '../a.onnx', urls: [] }] }],
    ['a hidden file', { files: [{ name: '.a.onnx', urls: [] }] }],
    ['a hash of the wrong length', { files: [{ name: 'a.onnx', sha256: 'ab', urls: [] }] }],
    ['an address that is not encrypted', { files: [{ name: 'a.onnx', urls: ['http://example.org/a.onnx'] }] }],
    ['an input size policy it does not know', { input: { ...(embedded['input'] as object), size: { kind: 'any' } } }],
    ['a camera rule it does not know', { camera: { kind: 'disparity' } }],
    ['a canonical camera without a focal length', { camera: { kind: 'canonical' } }],
    ['a deviation of 0', { input: { ...(embedded['input'] as object), deviation: [1, 0, 1] } }],
    ['neither depth nor points', { outputs: { confidence: 'confidence' } }],
    ['normals without a layout', { outputs: { depth: 'depth', normal: 'normal' } }],
    ['points without the rule for them', { outputs: points }],
    ['the rule for points without points', { camera: { kind: 'affinePoints' } }],
    ['points without a metric scale', { outputs: { points: 'points' }, camera: { kind: 'affinePoints' } }],
    ['the rule for a focal output without one', { camera: { kind: 'focalOutput' } }],
    ['a focal output without the rule for it', { outputs: { depth: 'depth', focal: 'focal' } }],
    ['an output with no name', { outputs: { depth: [] } }],
    [
      'a scalar input by a rule it does not know',
      { scalarInputs: [{ name: 'n', type: 'int64', rule: { kind: 'any' } }] },
    ],
    ['a depth of 0 as valid, whose disparity is none', { validDepth: { unit: 'graph', min: 0, max: 100 } }],
    ['a range without its unit', { validDepth: { min: 1, max: 100 } }],
    ['no precision', { precisions: [] }],
    ['a precision it does not know', { precisions: ['fp64'] }],
  ])('refuses %s', (_, changes) => {
    expect(accepts(changes)).toBe(false);
  });
});
