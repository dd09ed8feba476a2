import type { AttributeProto, GraphProto, NodeProto, TensorProto } from './protobuf/onnx_pb';

/** The graphs in a node's attributes: the branches of If, the bodies of Loop and Scan. */
export function subgraphsOf({ attribute }: NodeProto): GraphProto[] {
  return attribute.flatMap(({ g, graphs }) => (g === undefined ? graphs : [g, ...graphs]));
}

/** The nodes, each followed by those of its subgraphs, at every depth. */
export function* nodesWithin(nodes: readonly NodeProto[]): Generator<NodeProto> {
  for (const node of nodes) {
    yield node;
    for (const { node: inner } of subgraphsOf(node)) yield* nodesWithin(inner);
  }
}

/** The tensors that a graph starts with; a sparse one counts as its values and its indices. */
export function* initialisersOf({ initializer, sparseInitializer }: GraphProto): Generator<TensorProto> {
  yield* initializer;
  for (const { values, indices } of sparseInitializer) {
    if (values !== undefined) yield values;
    if (indices !== undefined) yield indices;
  }
}

/** The tensors that attributes hold, such as the value of a Constant; not those of graphs in attributes. */
export function* tensorsOf(attributes: readonly AttributeProto[]): Generator<TensorProto> {
  for (const { t, tensors, sparseTensor, sparseTensors } of attributes) {
    if (t !== undefined) yield t;
    yield* tensors;
    for (const sparse of sparseTensor === undefined ? sparseTensors : [sparseTensor, ...sparseTensors]) {
      if (sparse.values !== undefined) yield sparse.values;
      if (sparse.indices !== undefined) yield sparse.indices;
    }
  }
}
