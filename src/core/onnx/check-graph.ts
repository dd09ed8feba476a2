import { subgraphsOf } from './graph-parts';
import { quoted, refuse, shortList } from './onnx-fault';
import type { GraphProto, NodeProto } from './protobuf/onnx_pb';
import { topologicalOrder } from './topological-order';

/** A graph or the body of a function: what names it starts with, what it computes, and what it gives back. */
export interface Scope {
  readonly inputs: readonly string[];
  readonly constants: readonly string[];
  readonly nodes: readonly NodeProto[];
  readonly outputs: readonly string[];
}

/** A graph seen as a scope. */
export function scopeOf(graph: GraphProto): Scope {
  return {
    inputs: graph.input.map(({ name }) => name),
    constants: [
      ...graph.initializer.map(({ name }) => name),
      ...graph.sparseInitializer.map(({ values }) => values?.name ?? ''),
    ],
    nodes: graph.node,
    outputs: graph.output.map(({ name }) => name),
  };
}

/**
 * Checks that every value of a scope is made exactly once, that every value used is made by something, and that no
 * node waits for its own result. Nodes may stand in any order: ONNX Runtime sorts them itself.
 *
 * Refuses with `DuplicateName`, `MissingValue`, `Cyclic`, or `Malformed` for a node without an operator.
 */
export function checkClosedScope(scope: Scope): void {
  for (const [name, user] of outerNames(scope)) {
    refuse('MissingValue', `${describeNode(user)} uses ${quoted(name)}, which nothing in the graph makes.`);
  }
}

/** Checks a scope, and gives the names it takes from the scope around it, each with a node that uses it. */
function outerNames(scope: Scope): Map<string, NodeProto> {
  const makers = makersOf(scope);
  const outer = new Map<string, NodeProto>();
  const dependencies = scope.nodes.map((node) => {
    const needed: number[] = [];
    for (const name of namesUsedBy(node)) {
      const maker = makers.get(name);
      if (maker === undefined) outer.set(name, node);
      else if (maker !== GIVEN) needed.push(maker);
    }
    return needed;
  });
  checkOutputs(scope, makers);
  const sorted = topologicalOrder(dependencies);
  if (sorted.kind === 'cyclic') refuseCycle(sorted.cycle.map((index) => scope.nodes[index]!));
  return outer;
}

/** In place of the index of the node that makes a value: it is there from the start. */
const GIVEN = -1;

/** For each value of the scope, the index of the node that makes it. */
function makersOf({ inputs, constants, nodes }: Scope): Map<string, number> {
  checkDistinct(inputs, 'inputs');
  checkDistinct(constants, 'initialisers');
  // An input may share its name with an initialiser, which is then its default.
  const makers = new Map([...inputs, ...constants].map((name) => [name, GIVEN]));
  nodes.forEach((node, index) => {
    if (node.opType === '') refuse('Malformed', `${describeNode(node)} names no operator.`);
    for (const name of node.output) {
      if (name === '') continue;
      if (makers.has(name)) refuse('DuplicateName', `More than one part of the graph makes ${quoted(name)}.`);
      makers.set(name, index);
    }
  });
  return makers;
}

function checkDistinct(names: readonly string[], what: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (name === '') refuse('Malformed', `One of the graph's ${what} has no name.`);
    if (seen.has(name)) refuse('DuplicateName', `Two of the graph's ${what} are called ${quoted(name)}.`);
    seen.add(name);
  }
}

/** An empty name stands for an optional input that is not given. */
function namesUsedBy(node: NodeProto): string[] {
  const own = node.input.filter((name) => name !== '');
  return [...own, ...subgraphsOf(node).flatMap((graph) => [...outerNames(scopeOf(graph)).keys()])];
}

function checkOutputs({ outputs }: Scope, makers: ReadonlyMap<string, number>): void {
  checkDistinct(outputs, 'outputs');
  for (const name of outputs) {
    if (!makers.has(name)) refuse('MissingValue', `The graph's output ${quoted(name)} is made by nothing in it.`);
  }
}

function refuseCycle(cycle: readonly NodeProto[]): never {
  refuse('Cyclic', `The graph runs in a circle: ${shortList(cycle.map(describeNode))} wait for their own results.`);
}

function describeNode({ name, opType }: NodeProto): string {
  return name === '' ? `A node ${quoted(opType)}` : `Node ${quoted(name)} (${quoted(opType)})`;
}
