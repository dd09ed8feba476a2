import { readFileSync } from 'node:fs';
import { fromBinary } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { modelFiles } from '../../../../test/fixtures/onnx-models';
import { ModelProtoSchema } from '../protobuf/onnx_pb';
import { cureForProvider, hasCures } from './cure-for-provider';

const metric3d = readFileSync(modelFiles['metric3d-vit-small']);

it('rewrites what WebGPU gets wrong, and keeps everything else of the model', () => {
  const [before, after] = [metric3d, cureForProvider('webgpu', metric3d)!].map((bytes) =>
    fromBinary(ModelProtoSchema, bytes),
  );
  const added = after!.graph!.node.length - before!.graph!.node.length;
  // Three weights, each fed from several inputs.
  expect(added).toBe(3 + 8);
  const { graph: _, ...rest } = after!;
  expect(before).toMatchObject(rest);
  expect(after!.graph!.output).toEqual(before!.graph!.output);
});

it('leaves models alone that a provider gets right', () => {
  expect(cureForProvider('webgpu', readFileSync(modelFiles['fathom-s']))).toBeUndefined();
  expect(cureForProvider('cpu', metric3d)).toBeUndefined();
  expect([hasCures('webgpu'), hasCures('cpu')]).toEqual([true, false]);
});

it('refuses what is no model', () => {
  expect(() => cureForProvider('webgpu', new Uint8Array([255, 255, 255]))).toThrow();
});
