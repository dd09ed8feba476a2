import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { nodeName } from '../convert/place-islands';
import { exposeIntermediates } from '../expose-intermediates';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType,
} from '../protobuf/onnx_pb';
import type { SearchedNode } from './search-fault';

/** A node of a graph, as a person finds it again. */
export interface NamedNode extends SearchedNode {
  /** Its own, or where it has none that of the tensor it makes. */
  readonly name: string;
  readonly operator: string;
}

/** A graph that can be asked what it computes on the way. */
export interface TraceableGraph {
  readonly nodes: readonly NamedNode[];
  /** Tensors that stand in the file, with their shapes. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
  /** The ONNX file that also gives back some tensors, by the names of `tracedName`; weights outside the file stay there. */
  readonly trace: (tensors: readonly string[]) => Uint8Array<ArrayBuffer>;
}

/** What a tensor is called among a traced graph's outputs. */
export const tracedName = (tensor: string, isCast: boolean): string => (isCast ? `${tensor}__traced` : tensor);

/**
 * @param bytes a whole ONNX file.
 * @param isCast whether tensors are given back in float32, whatever they are: what bfloat16 holds cannot be read otherwise.
 * @throws Error where the bytes are no ONNX model.
 */
export function traceableGraph(bytes: Uint8Array, isCast: boolean): TraceableGraph {
  const model = fromBinary(ModelProtoSchema, bytes);
  const graph = model.graph ?? create(GraphProtoSchema);
  return {
    nodes: graph.node.map((node) => ({
      name: nodeName(node),
      operator: node.opType,
      inputs: node.input.filter((each) => each !== ''),
      outputs: node.output.filter((each) => each !== ''),
    })),
    weights: new Map(graph.initializer.map(({ name, dims }) => [name, dims.map(Number)])),
    trace: (tensors) => {
      const names = tensors.map((tensor) => tracedName(tensor, isCast));
      const traced = exposeIntermediates(isCast ? withCasts(model, tensors) : model, names);
      return toBinary(ModelProtoSchema, traced);
    },
  };
}

function withCasts(model: ModelProto, tensors: readonly string[]): ModelProto {
  const graph = model.graph!;
  const to = create(AttributeProtoSchema, {
    name: 'to',
    type: AttributeProto_AttributeType.INT,
    i: BigInt(TensorProto_DataType.FLOAT),
  });
  const casts = [...new Set(tensors)].map((tensor) => {
    const output = tracedName(tensor, true);
    return create(NodeProtoSchema, {
      name: output,
      opType: 'Cast',
      input: [tensor],
      output: [output],
      attribute: [to],
    });
  });
  return create(ModelProtoSchema, {
    ...model,
    graph: create(GraphProtoSchema, { ...graph, node: [...graph.node, ...casts] }),
  });
}
