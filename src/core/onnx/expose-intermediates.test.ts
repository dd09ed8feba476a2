import { create, toBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { modelInit, node } from '../../../test/fixtures/onnx-models';
import { exposeIntermediates } from './expose-intermediates';
import { ModelProtoSchema } from './protobuf/onnx_pb';

const model = create(
  ModelProtoSchema,
  modelInit({
    node: [node('Neg', ['x'], ['minus']), node('Shape', ['minus'], ['shape']), node('Exp', ['minus'], ['y'])],
  }),
);

describe('exposeIntermediates', () => {
  it('has ONNX Runtime give back what the nodes made, whatever its type', async () => {
    const bytes = toBinary(ModelProtoSchema, exposeIntermediates(model, ['shape', 'minus', 'y', 'minus']));
    const session = await InferenceSession.create(bytes);
    expect(session.outputNames).toEqual(['y', 'shape', 'minus']);
    const { minus, shape } = await session.run({ x: new Tensor('float32', Float32Array.of(2, -3), [1, 2]) });
    expect(minus!.data).toEqual(Float32Array.of(-2, 3));
    expect(shape!.data).toEqual(BigInt64Array.of(1n, 2n));
  });

  it('leaves the model it was given as it is', () => {
    exposeIntermediates(model, ['minus']);
    expect(model.graph!.output.map(({ name }) => name)).toEqual(['y']);
  });

  it.each(['x', '', 'nothing'])('refuses %j, which no node makes', (name) => {
    expect(() => exposeIntermediates(model, [name])).toThrow(`no node of the graph makes "${name}"`);
  });
});
