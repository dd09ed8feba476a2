import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { padConvChannels } from '../../src/core/onnx/cures/pad-conv-channels';
import { type ModelProto, ModelProtoSchema } from '../../src/core/onnx/protobuf/onnx_pb';
import { encode, modelInit, node, tensor, value } from '../fixtures/onnx-models';

const [CHANNELS, OUTPUTS, SIDE] = [6, 8, 12];

const wave = (length: number, step: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(step * i));

/** A 3×3 convolution over a number of channels that the WebGPU provider reads wrongly. */
const model = fromBinary(
  ModelProtoSchema,
  encode(
    modelInit({
      input: [value('x', [1, CHANNELS, SIDE, SIDE])],
      output: [value('y', [1, OUTPUTS, SIDE - 2, SIDE - 2])],
      node: [node('Conv', ['x', 'w'], ['y'])],
      initializer: [
        tensor('w', {
          dims: [OUTPUTS, CHANNELS, 3, 3].map(BigInt),
          rawData: new Uint8Array(wave(OUTPUTS * CHANNELS * 9, 0.7).buffer),
        }),
      ],
    }),
  ),
);

async function run(proto: ModelProto): Promise<Float32Array> {
  const session = await InferenceSession.create(toBinary(ModelProtoSchema, proto));
  const x = new Tensor('float32', wave(CHANNELS * SIDE * SIDE, 0.3), [1, CHANNELS, SIDE, SIDE]);
  const { y } = await session.run({ x });
  await session.release();
  return y!.data as Float32Array;
}

it('gives the same numbers with padded channels as without, on a provider that needs no cure', async () => {
  const { graph, cured } = padConvChannels(model.graph!, 17);
  expect(cured).toHaveLength(1);
  const [plain, padded] = [await run(model), await run(create(ModelProtoSchema, { ...model, graph }))];
  const difference = Math.max(...plain.map((exact, i) => Math.abs(padded[i]! - exact)));
  expect(Math.max(...plain)).toBeGreaterThan(1);
  expect(difference).toBeLessThan(1e-5);
});
