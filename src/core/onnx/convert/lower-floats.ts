import { create } from '@bufbuild/protobuf';
import { subgraphsOf } from '../graph-parts';
import {
  AttributeProto_AttributeType,
  type GraphProto,
  type NodeProto,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
} from '../protobuf/onnx_pb';
import { allNames, capturedNames, renameInputs } from './free-names';
import type { GraphFacts } from './graph-facts';
import type { HalfType } from './half-float';
import { type FloatType, HALF_DATA_TYPES } from './tensor-elements';
import { isFixedInput, isFixedOutput, takesAnyType } from './type-support';

/** Which of its two types a float tensor is made in, or needed in. */
type Kind = 'float32' | 'half';

/** Nodes that stay float32. */
interface IslandSet {
  readonly has: (node: NodeProto) => boolean;
}

/**
 * Gives every float32 tensor of a graph a half type, but those its islands take or give; the graph's inputs and outputs stay
 * float32. Where a tensor is needed in both types one cast is made of it, right behind what makes it, and named after it. A
 * constant that both sides need is stored once, in float32. The graph is changed, and so are its constants' types; their
 * data are left to be converted.
 */
export function lowerFloats(graph: GraphProto, facts: GraphFacts, islands: IslandSet, type: HalfType): void {
  const needs = needsOf(graph, facts, islands);
  const kinds = kindsOf(graph, facts, islands, needs);
  const names = namesOf(graph, kinds, facts, type);
  const nameAs = (name: string, kind: Kind | 'any'): string => {
    const known = names.get(name);
    return known === undefined ? name : known[kind === 'any' ? kinds.get(name)! : kind];
  };
  const castsOf = (name: string): NodeProto[] => {
    const kind = kinds.get(name)!;
    const other = kind === 'half' ? 'float32' : 'half';
    if (!needs.get(name)?.has(other)) return [];
    const to = other === 'half' ? HALF_DATA_TYPES[type] : DataType.FLOAT;
    return [cast(nameAs(name, kind), nameAs(name, other), to)];
  };

  const made = new Set(graph.node.flatMap(({ output }) => output));
  const given = [...kinds.keys()].filter((name) => !made.has(name));
  for (const [name, tensor] of facts.constants) {
    if (kinds.get(name) === 'half') tensor.dataType = HALF_DATA_TYPES[type];
  }
  const nodes = graph.node.flatMap((node) => {
    const casts = facts.floatOutputs(node).flatMap(castsOf);
    if (subgraphsOf(node).length > 0) renameInputs(node, (name) => nameAs(name, 'float32'));
    node.input = node.input.map((name, at) => nameAs(name, kindNeeded(node, at, facts, islands)));
    node.output = node.output.map((name) => nameAs(name, 'any'));
    return [node, ...casts];
  });
  graph.node = [...given.flatMap(castsOf), ...nodes];
  retypeValues(graph, (name) => (nameAs(name, 'half') === name && kinds.get(name) === 'half' ? type : undefined));
}

function kindNeeded(node: NodeProto, at: number, { opset }: GraphFacts, islands: IslandSet): Kind | 'any' {
  if (islands.has(node) || isFixedInput(node, at, opset)) return 'float32';
  return takesAnyType(node) ? 'any' : 'half';
}

function needsOf(graph: GraphProto, facts: GraphFacts, islands: IslandSet): Map<string, Set<Kind>> {
  const needs = new Map<string, Set<Kind>>();
  const need = (name: string, kind: Kind): void => {
    const known = needs.get(name) ?? new Set();
    needs.set(name, known.add(kind));
  };
  for (const name of facts.outputs) need(name, 'float32');
  for (const node of graph.node) {
    for (const name of capturedNames(node)) need(name, 'float32');
    node.input.forEach((name, at) => {
      const kind = kindNeeded(node, at, facts, islands);
      if (kind !== 'any') need(name, kind);
    });
  }
  return needs;
}

/** The type in which each float32 tensor of the graph comes to be. */
function kindsOf(
  graph: GraphProto,
  { types, constants, floatOutputs }: GraphFacts,
  islands: IslandSet,
  needs: ReadonlyMap<string, ReadonlySet<Kind>>,
): Map<string, Kind> {
  const kinds = new Map<string, Kind>();
  const isNeededInHalfOnly = (name: string): boolean =>
    needs.get(name)?.has('half') === true && !needs.get(name)!.has('float32');
  const given = [
    ...graph.input,
    ...graph.initializer,
    ...graph.sparseInitializer.flatMap(({ values }) => values ?? []),
  ];
  for (const { name } of given) {
    if (types.get(name) !== DataType.FLOAT) continue;
    kinds.set(name, constants.has(name) && isNeededInHalfOnly(name) ? 'half' : 'float32');
  }
  for (const node of graph.node) {
    const isFloat32 = islands.has(node) || takesAnyType(node);
    for (const name of floatOutputs(node)) {
      kinds.set(name, isFloat32 || isFixedOutput(node, node.output.indexOf(name)) ? 'float32' : 'half');
    }
  }
  return kinds;
}

/** What each tensor is called in either type: its own name in the one it is made in, but an output always in float32. */
function namesOf(
  graph: GraphProto,
  kinds: ReadonlyMap<string, Kind>,
  { outputs }: GraphFacts,
  type: HalfType,
): Map<string, Readonly<Record<Kind, string>>> {
  const taken = allNames(graph);
  const fresh = (name: string): string => {
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name}_${String(count)}`;
    taken.add(free);
    return free;
  };
  return new Map(
    [...kinds].map(([name, kind]) => {
      const isOwnInFloat32 = kind === 'float32' || outputs.has(name);
      const both = isOwnInFloat32
        ? { float32: name, half: fresh(`${name}__${type}`) }
        : { float32: fresh(`${name}__float32`), half: name };
      return [name, both] as const;
    }),
  );
}

function cast(from: string, to: string, type: FloatType): NodeProto {
  const attribute = [{ name: 'to', type: AttributeProto_AttributeType.INT, i: BigInt(type) }];
  return create(NodeProtoSchema, { name: to, opType: 'Cast', input: [from], output: [to], attribute });
}

/** What the file tells of tensors on the way must stay true. */
function retypeValues(graph: GraphProto, halfOf: (name: string) => HalfType | undefined): void {
  for (const { name, type } of graph.valueInfo) {
    const half = halfOf(name);
    if (half && type?.value.case === 'tensorType') type.value.value.elemType = HALF_DATA_TYPES[half];
  }
}
