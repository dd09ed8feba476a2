import { create } from '@bufbuild/protobuf';
import { quoted } from './onnx-fault';
import { GraphProtoSchema, type ModelProto, ModelProtoSchema, ValueInfoProtoSchema } from './protobuf/onnx_pb';

/**
 * A model that also gives back what it computes on the way, to find its ranges or where two runs part.
 *
 * No type is stated of what is added: ONNX Runtime finds it out. What a tensor in bfloat16 holds cannot be read from
 * JavaScript; it is refused when the session is made.
 *
 * @param names tensors that the nodes of the graph make, not those of its subgraphs. One that is an output already stays it.
 * @returns a new model: its own outputs first, then those added, in the order of `names`. The model given is not changed, and
 *   all but the graph's outputs is shared with it.
 * @throws Error where the graph makes no tensor of a name.
 */
export function exposeIntermediates(model: ModelProto, names: readonly string[]): ModelProto {
  const graph = model.graph ?? create(GraphProtoSchema);
  const made = new Set(graph.node.flatMap(({ output }) => output));
  const given = new Set(graph.output.map(({ name }) => name));
  const added = [...new Set(names)].filter((name) => !given.has(name));
  for (const name of added) {
    if (name === '' || !made.has(name)) throw new Error(`no node of the graph makes ${quoted(name)}`);
  }
  const output = [...graph.output, ...added.map((name) => create(ValueInfoProtoSchema, { name }))];
  return create(ModelProtoSchema, { ...model, graph: create(GraphProtoSchema, { ...graph, output }) });
}
