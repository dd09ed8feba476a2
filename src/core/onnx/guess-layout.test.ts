import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { modelFiles, type ModelName, value, type ValueInit, withFile } from '../../../test/fixtures/onnx-models';
import { guessLayout } from './guess-layout';
import { inspectOnnx } from './inspect-onnx';
import { TensorProto_DataType as DataType, ValueInfoProtoSchema } from './protobuf/onnx_pb';
import { readValue } from './value-type';

const read = (values: readonly ValueInit[]) => values.map((init) => readValue(create(ValueInfoProtoSchema, init)));
const guess = (inputs: readonly ValueInit[], outputs: readonly ValueInit[] = []) =>
  guessLayout({ inputs: read(inputs), outputs: read(outputs) });
const rolesOf = (output: ValueInit) => guess([], [output]).outputs[0]!.candidates.map(({ role }) => role);

function guessFor(name: ModelName) {
  const summary = withFile(modelFiles[name], inspectOnnx);
  if (summary.kind === 'fault') throw new Error(summary.message);
  const { image, extraInputs, outputs } = guessLayout(summary);
  return {
    image: image && { name: image.name, height: image.height, width: image.width },
    extraInputs: extraInputs.map((each) => [each.name, each.role, each.mayBeScalar]),
    outputs: Object.fromEntries(outputs.map((each) => [each.name, each.candidates.map(({ role }) => role)])),
  };
}

const open = (symbol: string) => ({ kind: 'open', symbol });

describe('guessLayout', () => {
  it('understands the models of the repository', () => {
    expect(guessFor('fathom-s')).toEqual({
      image: { name: 'image', height: open('height'), width: open('width') },
      extraInputs: [],
      outputs: { depth: ['depth'], confidence: ['confidence'], normal: ['normal'] },
    });
    expect(guessFor('metric3d-vit-small')).toEqual({
      image: { name: 'pixel_values', height: { kind: 'fixed', px: 616 }, width: { kind: 'fixed', px: 1064 } },
      extraInputs: [],
      outputs: { predicted_depth: ['depth'], predicted_normal: ['normal'], normal_confidence: ['confidence'] },
    });
    expect(guessFor('moge-2-vits-normal')).toEqual({
      image: { name: 'image', height: open('height'), width: open('width') },
      extraInputs: [['num_tokens', 'tokenCount', true]],
      outputs: { points: ['points'], normal: ['normal'], mask: ['mask'], metric_scale: ['scale'] },
    });
    expect(guessFor('depth-anything-v2-metric-small')).toEqual({
      image: { name: 'pixel_values', height: open('height'), width: open('width') },
      extraInputs: [],
      outputs: { predicted_depth: ['depth'] },
    });
  });

  it('gives its reasons', () => {
    const { image, extraInputs, outputs } = guess(
      [value('pixel_values', ['b', 3, 'h', 'w']), value('num_tokens', [], DataType.INT64)],
      [value('depth', ['b', 'h', 'w'])],
    );
    expect(image!.reason).toBe('Its name says image; its shape may be [batch, 3, height, width].');
    expect(extraInputs[0]!.reason).toBe('Its name says tokenCount; its shape may be one number.');
    expect(outputs[0]!.candidates[0]!.reason).toBe('Its name says depth; its shape may be one value a pixel.');
  });

  it('takes an input with open channels for an image, and of two the one that is called so', () => {
    expect(guess([value('x', ['n', 'c', 'h', 'w'])]).image).toMatchObject({ name: 'x' });
    const two = guess([value('prior', [1, 3, 64, 64]), value('rgb', [1, 3, 64, 64])]);
    expect(two.image).toMatchObject({ name: 'rgb' });
    expect(two.extraInputs).toMatchObject([{ name: 'prior', role: 'unknown', mayBeScalar: false }]);
  });

  it.each([
    ['integers', value('image', [1, 3, 64, 64], DataType.UINT8)],
    ['four channels', value('image', [1, 4, 64, 64])],
    ['two photos', value('image', [2, 3, 64, 64])],
    ['a row of views', value('image', ['b', 'n', 3, 'h', 'w'])],
    ['channels last', value('image', [1, 64, 64, 3])],
    ['a matrix', value('image', [1, 3, 4, 4])],
  ])('takes no input of %s for an image', (_, input) => {
    expect(guess([input]).image).toBeUndefined();
  });

  it.each([
    ['a focal length', value('f_px', [1]), 'focal', true],
    ['intrinsics', value('K', [1, 3, 3]), 'intrinsics', false],
    ['an unknown number', value('threshold', []), 'unknown', true],
  ] as const)('sees that another input asks for %s', (_, input, role, mayBeScalar) => {
    expect(guess([input]).extraInputs).toMatchObject([{ role, mayBeScalar }]);
  });

  it.each([
    ['a focal length', value('focallength_px', [1]), ['focal']],
    ['a scale', value('scale', ['b']), ['scale']],
    ['a mask of depth', value('depth_mask', [1, 1, 64, 64]), ['mask', 'depth']],
    ['a mask of booleans', value('valid', [1, 64, 64], DataType.BOOL), ['mask']],
    ['the sky', value('sky', ['b', 64, 64]), ['sky']],
    ['a confidence in depth', value('depth_conf', [1, 64, 64]), ['confidence', 'depth']],
    ['points', value('pts3d', [1, 64, 64, 3]), ['points']],
    ['a nameless map', value('1234', [1, 1, 64, 64]), ['depth', 'confidence', 'mask']],
    ['nameless vectors', value('1234', [1, 64, 64, 3]), ['points', 'normal']],
    ['a nameless number', value('1234', []), ['scale', 'focal']],
    ['a depth of two channels', value('depth', [1, 2, 64, 64]), []],
    ['a depth in integers', value('depth', [1, 64, 64], DataType.INT64), []],
    ['a matrix', value('intrinsics', [1, 3, 3]), []],
    ['an output without a type', { name: 'normal' }, ['normal']],
    ['a sequence', { name: 'boxes', type: { value: { case: 'sequenceType' as const, value: {} } } }, []],
  ])('sees what %s may mean', (_, output: ValueInit, roles) => {
    expect(rolesOf(output)).toEqual(roles);
  });
});
