import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { modelDescriptorSchema } from './descriptor';

const embedded = JSON.parse(
  await readFile(new URL('../../../models/fathom-s.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

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
    ['metric depth', { camera: { kind: 'metric' } }],
    ['depth alone', { outputs: { depth: 'depth' } }],
    ['no rule for the sky', { sky: undefined }],
  ])('takes %s', (_, changes) => {
    expect(accepts(changes)).toBe(true);
  });

  it.each([
    ['an id that is no file name', { id: '../evil' }],
    ['no id', { id: undefined }],
    ['a file without its hash', { file: { name: 'a.onnx', bytes: 1 } }],
    ['a hash of the wrong length', { file: { name: 'a.onnx', bytes: 1, sha256: 'ab' } }],
    ['an input size policy it does not know', { input: { ...(embedded['input'] as object), size: { kind: 'any' } } }],
    ['a camera rule it does not know', { camera: { kind: 'disparity' } }],
    ['a canonical camera without a focal length', { camera: { kind: 'canonical' } }],
    ['a deviation of 0', { input: { ...(embedded['input'] as object), deviation: [1, 0, 1] } }],
    ['no depth', { outputs: { normal: 'normal' } }],
    ['a depth of 0 as valid, whose disparity is none', { validDepth: { min: 0, max: 100 } }],
    ['no precision', { precisions: [] }],
    ['a precision it does not know', { precisions: ['fp64'] }],
  ])('refuses %s', (_, changes) => {
    expect(accepts(changes)).toBe(false);
  });
});
