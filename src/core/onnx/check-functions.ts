import { checkClosedScope } from './check-graph';
import { nodesWithin } from './graph-parts';
import { quoted, refuse, shortList } from './onnx-fault';
import { domainName } from './operator-domain';
import type { FunctionProto, NodeProto } from './protobuf/onnx_pb';
import { topologicalOrder } from './topological-order';

/** ONNX Runtime writes functions out where they are called. The largest skeleton has 2948 nodes. */
const MAX_NODES_WRITTEN_OUT = 200_000;

/**
 * Checks the functions that a model brings along: that each is sound in itself, that none calls itself, and that
 * written out they stay a graph of sensible size. Without the last, a few dozen functions that each call the next
 * one twice keep ONNX Runtime busy for ever.
 *
 * @param nodes The nodes of the model's graph.
 * Refuses with `DuplicateName`, `MissingValue`, `Cyclic` or `TooLarge`.
 */
export function checkFunctions(functions: readonly FunctionProto[], nodes: readonly NodeProto[]): void {
  for (const { input, node, output } of functions) {
    checkClosedScope({ inputs: input, constants: [], nodes: node, outputs: output });
  }
  const indices = indexByKey(functions);
  const bodies = functions.map(({ node }) => calleesOf(node, indices));
  const sizes = sizesWrittenOut(bodies, calleesFirst(functions, bodies));
  if (sizeWrittenOut(calleesOf(nodes, indices), sizes) > MAX_NODES_WRITTEN_OUT) {
    refuse('TooLarge', `The model's functions, written out, make more than ${MAX_NODES_WRITTEN_OUT} nodes.`);
  }
}

function keyOf(domain: string, name: string, overload: string): string {
  return JSON.stringify([domainName(domain), name, overload]);
}

function indexByKey(functions: readonly FunctionProto[]): Map<string, number> {
  const indices = new Map<string, number>();
  functions.forEach(({ domain, name, overload }, index) => {
    const key = keyOf(domain, name, overload);
    if (indices.has(key)) refuse('DuplicateName', `Two of the model's functions are called ${quoted(name)}.`);
    indices.set(key, index);
  });
  return indices;
}

/** For each node, the index of the function it calls; undefined where it runs an operator. */
type Callees = readonly (number | undefined)[];

function calleesOf(nodes: readonly NodeProto[], indices: ReadonlyMap<string, number>): Callees {
  return Array.from(nodesWithin(nodes), ({ domain, opType, overload }) => indices.get(keyOf(domain, opType, overload)));
}

function calleesFirst(functions: readonly FunctionProto[], bodies: readonly Callees[]): readonly number[] {
  const sorted = topologicalOrder(bodies.map((callees) => callees.filter((callee) => callee !== undefined)));
  if (sorted.kind === 'ordered') return sorted.order;
  const names = sorted.cycle.map((index) => quoted(functions[index]!.name));
  refuse('Cyclic', `The model's functions call each other in a circle: ${shortList(names)}.`);
}

function sizesWrittenOut(bodies: readonly Callees[], order: readonly number[]): number[] {
  const sizes: number[] = [];
  for (const index of order) sizes[index] = sizeWrittenOut(bodies[index]!, sizes);
  return sizes;
}

function sizeWrittenOut(callees: Callees, sizes: readonly number[]): number {
  return callees.reduce<number>((sum, callee) => sum + (callee === undefined ? 1 : sizes[callee]!), 0);
}
