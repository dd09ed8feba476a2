import { fromBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { encode, modelInit, node, tensor } from '../../../../test/fixtures/onnx-models';
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataType as DataType,
} from '../protobuf/onnx_pb';
import { traceableGraph, tracedName } from './trace-tensors';

const cast = (to: DataType, output: string, from: string) =>
  node('Cast', [from], [output], { attribute: [{ name: 'to', type: AttributeType.INT, i: BigInt(to) }] });

/** y = 2·x, on the way in float16. */
const bytes = encode(
  modelInit({
    node: [
      cast(DataType.FLOAT16, 'half', 'x'),
      node('Add', ['half', 'half'], ['twice'], { name: '' }),
      cast(DataType.FLOAT, 'y', 'twice'),
    ],
    initializer: [tensor('weights', { dims: [1n, 2n] })],
  }),
);

it('names nodes, shapes of weights, and gives back what is computed on the way', async () => {
  const graph = traceableGraph(bytes, true);
  expect(graph.nodes[1]).toEqual({ name: 'twice', operator: 'Add', inputs: ['half', 'half'], outputs: ['twice'] });
  expect(graph.weights.get('weights')).toEqual([1, 2]);
  const session = await InferenceSession.create(graph.trace(['half', 'twice']));
  const results = await session.run({ x: new Tensor('float32', Float32Array.of(1.5, 3), [1, 2]) });
  expect(results[tracedName('half', true)]!.data).toEqual(Float32Array.of(1.5, 3));
  expect(results[tracedName('twice', true)]!.data).toEqual(Float32Array.of(3, 6));
  expect(results['y']!.data).toEqual(Float32Array.of(3, 6));
});

it('adds no node to a graph of which tensors can be read as they are', () => {
  const traced = fromBinary(ModelProtoSchema, traceableGraph(bytes, false).trace(['twice']));
  expect(traced.graph!.node).toHaveLength(3);
  expect(traced.graph!.output.map(({ name }) => name)).toEqual(['y', tracedName('twice', false)]);
});
