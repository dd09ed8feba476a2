import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { modelDescriptorSchema } from './descriptor';

const embedded = JSON.parse(
  await readFile(new URL('../../../models/fathom-s.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

const points = { points: 'points', metricScale: ['metric_scale', 'scale'] };

const scores = { delta1: 0.9, absRel: 0.1 };
const variant = {
  precision: 'int8',
  file: { name: 'a-int8.onnx', bytes: 1, sha256: 'ab'.repeat(32), urls: [] },
  scores: [{ benchmark: 'some pictures', ...scores, float32: scores }],
};

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
    ['no variants', { variants: undefined }],
    ['a variant with its scores', { variants: [variant] }],
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
    ['a variant without scores', { variants: [{ ...variant, scores: undefined }] }],
    ['a variant with no score', { variants: [{ ...variant, scores: [] }] }],
    [
      'scores of a variant without float32’s',
      { variants: [{ ...variant, scores: [{ benchmark: 'some pictures', ...scores }] }] },
    ],
    ['a variant without a hash', { variants: [{ ...variant, file: { ...variant.file, sha256: undefined } }] }],
    ['a variant without its size', { variants: [{ ...variant, file: { ...variant.file, bytes: undefined } }] }],
    ['a variant in a precision that can be converted to', { variants: [{ ...variant, precision: 'fp16' }] }],
    ['two variants of a precision', { variants: [variant, variant] }],
    ['a variant in the precision of the model’s own file', { precisions: ['int8'], variants: [variant] }],
  ])('refuses %s', (_, changes) => {
    expect(accepts(changes)).toBe(false);
  });
});
