import { readFileSync } from 'node:fs';
import { create, fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { modelFiles, type ModelName, node, tensor } from '../../../../test/fixtures/onnx-models';
import { AttributeProto_AttributeType, type GraphProto, GraphProtoSchema, ModelProtoSchema } from '../protobuf/onnx_pb';
import { padConvChannels } from './pad-conv-channels';

/** One convolution of `x` with weights [outputs, channels, kernel, kernel]. */
function convolution(outputs: number, channels: number, kernel = 3, group = 1): GraphProto {
  const dims = [outputs, channels, kernel, kernel].map(BigInt);
  const attribute = [{ name: 'group', type: AttributeProto_AttributeType.INT, i: BigInt(group) }];
  return create(GraphProtoSchema, {
    node: [node('Conv', ['x', 'w', 'b'], ['y'], { attribute })],
    initializer: [tensor('w', { dims })],
  });
}

const read = (name: ModelName) => fromBinary(ModelProtoSchema, readFileSync(modelFiles[name]));

describe('padConvChannels', () => {
  it('gives a convolution over six channels two more, of zeros', () => {
    const { graph, cured } = padConvChannels(convolution(48, 6), 17);
    expect(cured).toEqual(['Conv:y']);
    expect(graph.node.map(({ opType, input, output }) => [opType, input, output])).toEqual([
      ['Pad', ['x', 'pad_2_channels'], ['x__channels_padded']],
      ['Pad', ['w', 'pad_2_channels'], ['w__channels_padded']],
      ['Conv', ['x__channels_padded', 'w__channels_padded', 'b'], ['y']],
    ]);
    expect(graph.initializer.find(({ name }) => name === 'pad_2_channels')?.int64Data).toEqual([
      ...[0n, 0n, 0n, 0n],
      ...[0n, 2n, 0n, 0n],
    ]);
  });

  it.each([
    ['a multiple of four', convolution(48, 12)],
    ['no multiple of three', convolution(48, 10)],
    ['the three of a picture', convolution(48, 3)],
    ['outputs that are no multiple of four', convolution(47, 6)],
    ['a single pixel', convolution(48, 6, 1)],
    ['groups', convolution(48, 6, 3, 2)],
  ])('leaves a convolution with %s as it is', (_, graph) => {
    expect(padConvChannels(graph, 17)).toEqual({ graph, cured: [] });
  });

  it('leaves a graph whose Pad takes no inputs as it is', () => {
    const graph = convolution(48, 6);
    expect(padConvChannels(graph, 10)).toEqual({ graph, cured: [] });
  });

  it('pads what several convolutions share once', () => {
    const { graph } = padConvChannels(read('metric3d-vit-small').graph!, 11);
    const outputs = graph.node.flatMap(({ output }) => output);
    expect(new Set(outputs).size).toBe(outputs.length);
  });

  it.each<[ModelName, number]>([
    ['metric3d-vit-small', 12],
    ['moge-2-vits-normal', 0],
    ['depth-anything-v2-metric-small', 0],
    ['fathom-s', 0],
  ])('finds in %s %i to cure', (name, count) => {
    const { graph, opsetImport } = read(name);
    expect(padConvChannels(graph!, Number(opsetImport[0]!.version)).cured).toHaveLength(count);
  });
});
