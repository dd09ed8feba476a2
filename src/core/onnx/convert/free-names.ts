import { subgraphsOf } from '../graph-parts';
import type { GraphProto, NodeProto } from '../protobuf/onnx_pb';

/** The names that a node's subgraphs take from the graph around it. */
export function capturedNames(node: NodeProto): Set<string> {
  return new Set(subgraphsOf(node).flatMap((graph) => [...freeNames(graph)]));
}

/** The names that a subgraph uses and does not make. */
function freeNames(graph: GraphProto): Set<string> {
  const own = namesMadeIn(graph);
  const used = graph.node.flatMap((node) => [...node.input, ...capturedNames(node)]);
  return new Set([...used, ...graph.output.map(({ name }) => name)].filter((name) => name !== '' && !own.has(name)));
}

function namesMadeIn({ input, initializer, sparseInitializer, node }: GraphProto): Set<string> {
  return new Set([
    ...input.map(({ name }) => name),
    ...initializer.map(({ name }) => name),
    ...sparseInitializer.map(({ values }) => values?.name ?? ''),
    ...node.flatMap(({ output }) => output),
  ]);
}

/** Has a node take other tensors, wherever it or its subgraphs name them. The node is changed. */
export function renameInputs(node: NodeProto, renamed: (name: string) => string): void {
  node.input = node.input.map((name) => (name === '' ? name : renamed(name)));
  for (const graph of subgraphsOf(node)) {
    const own = namesMadeIn(graph);
    for (const inner of graph.node) renameInputs(inner, (name) => (own.has(name) ? name : renamed(name)));
  }
}

/** Every name of a graph and its subgraphs, of tensors and of nodes. */
export function allNames(graph: GraphProto): Set<string> {
  const names = new Set([...namesMadeIn(graph), ...graph.output.map(({ name }) => name)]);
  for (const node of graph.node) {
    names.add(node.name);
    for (const name of node.input) names.add(name);
    for (const inner of subgraphsOf(node)) for (const name of allNames(inner)) names.add(name);
  }
  return names;
}
