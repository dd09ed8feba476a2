import { ISLANDS, type Islands } from '../../precision/islands';
import type { NodeProto, TensorProto } from '../protobuf/onnx_pb';
import { decomposedNorms, decomposedSoftmaxes } from './decomposed-patterns';
import type { GraphFacts } from './graph-facts';
import type { HalfType } from './half-float';
import {
  ISLAND_RULES,
  type IslandRule,
  type IslandSite,
  LARGEST_ACTIVATION,
  LARGEST_PARTIAL_SUM,
} from './island-rules';
import { takesAnyType } from './type-support';

/** What calibration saw of a graph's tensors, by their names. */
export interface Calibration {
  /** The greatest magnitude of a tensor. */
  readonly magnitudes: ReadonlyMap<string, number>;
  /** The greatest sum of magnitudes on the way to an element of a product, by the product's name. */
  readonly partialSums: ReadonlyMap<string, number>;
}

/** What calibration saw that float16 may not hold, for a placement depends on nothing else of it. */
export function outOfRange({ magnitudes, partialSums }: Calibration): Record<keyof Calibration, string[]> {
  const beyond = (seen: ReadonlyMap<string, number>, limit: number): string[] =>
    [...seen].filter(([, size]) => size > limit).map(([name]) => name);
  return { magnitudes: beyond(magnitudes, LARGEST_ACTIVATION), partialSums: beyond(partialSums, LARGEST_PARTIAL_SUM) };
}

/** What a node is called: by its own name, or where it has none by that of the tensor it makes. */
export const nodeName = ({ name, output, opType }: NodeProto): string => (name === '' ? (output[0] ?? opType) : name);

/** What a placement goes by, besides the graph. */
export interface PlacementMeans {
  readonly type: HalfType;
  readonly islands: Islands;
  /** The greatest magnitude of a constant float32 tensor. */
  readonly magnitudeOf: (tensor: TensorProto) => number;
  readonly calibration?: Calibration | undefined;
  /** Nodes that stay float32 whatever the rules say, with all of the norm or the softmax they belong to. */
  readonly float32Nodes?: readonly string[] | undefined;
}

/**
 * The nodes that stay float32, each with the first rule that says so. Nodes that take no float32 are not among them unless
 * they make it from nothing.
 *
 * @param nodes in an order in which each follows what it needs.
 */
export function placeIslands(
  nodes: readonly NodeProto[],
  facts: GraphFacts,
  means: PlacementMeans,
): ReadonlyMap<NodeProto, IslandRule> {
  const rules = ISLAND_RULES.filter(
    ({ types, islands }) => types.includes(means.type) && ISLANDS.indexOf(islands) <= ISLANDS.indexOf(means.islands),
  );
  const floating = nodes.filter((node) => isConvertible(node, facts));
  const siteOf = sitesOf(nodes, facts, means);
  const placed = new Map<NodeProto, IslandRule>();
  const place = (node: NodeProto): boolean => {
    const site = { ...siteOf(node), isBetweenIslands: isBetween(node, facts, placed) };
    const rule = rules.find(({ holds }) => holds(site, means.type));
    if (rule) placed.set(node, rule);
    return rule !== undefined;
  };
  let open = floating;
  // An island more may enclose its neighbour.
  for (let before = Infinity; open.length < before;) {
    before = open.length;
    open = open.filter((node) => !place(node));
  }
  return placed;
}

/** What takes floats as they come is given its type by what stands round it. */
function isConvertible(node: NodeProto, { floatInputs, floatOutputs }: GraphFacts): boolean {
  if (floatInputs(node).length === 0) return floatOutputs(node).length > 0;
  return !takesAnyType(node);
}

function sitesOf(
  nodes: readonly NodeProto[],
  facts: GraphFacts,
  { magnitudeOf, calibration, float32Nodes = [] }: PlacementMeans,
): (node: NodeProto) => Omit<IslandSite, 'isBetweenIslands'> {
  const { opset, constants, floatInputs, floatOutputs } = facts;
  const patterns = [decomposedNorms(nodes, facts), decomposedSoftmaxes(nodes, facts)] as const;
  const [norms, softmaxes] = patterns.map((found) => new Set(found.flat())) as [Set<NodeProto>, Set<NodeProto>];
  const named = new Set(float32Nodes);
  const isNamed = (node: NodeProto): boolean => named.has(nodeName(node));
  const kept = new Set([
    ...nodes.filter(isNamed),
    ...patterns
      .flat()
      .filter((each) => each.some(isNamed))
      .flat(),
  ]);
  const counted = countedFromIntegers(nodes, facts);
  return (node) => {
    const weights = floatInputs(node).flatMap((name) => constants.get(name) ?? []);
    const seen = [...floatInputs(node), ...floatOutputs(node)].map((name) => calibration?.magnitudes.get(name) ?? 0);
    return {
      node,
      opset,
      weightMagnitudes: () => weights.map(magnitudeOf),
      activationMagnitude: Math.max(0, ...seen),
      partialSum: calibration?.partialSums.get(node.output[0] ?? '') ?? 0,
      isFromIntegers: counted.has(node),
      isInNorm: norms.has(node),
      isInSoftmax: softmaxes.has(node),
      isKept: kept.has(node),
    };
  };
}

/** What mixes numbers over a picture or its channels: what comes out of it is a feature, no count any more. */
const PRODUCTS = new Set(['MatMul', 'Gemm', 'Conv', 'ConvTranspose', 'Einsum', 'Attention']);

/** Nodes that make floats of integers, or go on counting with such floats and constants alone. */
function countedFromIntegers(
  nodes: readonly NodeProto[],
  { floatInputs, floatOutputs, constants }: GraphFacts,
): Set<NodeProto> {
  const counts = new Set<string>();
  const counted = new Set<NodeProto>();
  for (const node of nodes) {
    if (floatOutputs(node).length === 0) continue;
    const inputs = floatInputs(node);
    const isCounting =
      inputs.every((name) => counts.has(name) || constants.has(name)) && inputs.some((name) => counts.has(name));
    if (inputs.length > 0 && (!isCounting || PRODUCTS.has(node.opType))) continue;
    counted.add(node);
    for (const name of floatOutputs(node)) counts.add(name);
  }
  return counted;
}

/** Whether a node would be the only one in half precision between float32 and float32; products are worth two casts. */
function isBetween(
  node: NodeProto,
  { makers, users, constants, outputs, floatInputs, floatOutputs }: GraphFacts,
  placed: ReadonlyMap<NodeProto, IslandRule>,
): boolean {
  if (PRODUCTS.has(node.opType)) return false;
  const taken = floatInputs(node).filter((name) => !constants.has(name));
  const given = floatOutputs(node);
  if (taken.length === 0 || given.length === 0) return false;
  const isFloat32 = (name: string): boolean => !makers.has(name) || placed.has(makers.get(name)!);
  const goesToIslands = (name: string): boolean =>
    (outputs.has(name) || users.has(name)) &&
    (users.get(name) ?? []).every((user) => placed.has(user) || takesAnyType(user));
  return taken.every(isFloat32) && given.every(goesToIslands);
}

/** How many nodes each rule keeps in float32; rules that keep none are left out. */
export interface IslandRow {
  readonly rule: string;
  readonly reason: string;
  readonly nodes: number;
}

/** The islands of a graph counted by rule, in the table's order. */
export function islandRows(placed: ReadonlyMap<NodeProto, IslandRule>): IslandRow[] {
  const kept = [...placed.values()];
  return ISLAND_RULES.map((rule) => ({
    rule: rule.name,
    reason: rule.reason,
    nodes: kept.filter((each) => each === rule).length,
  })).filter(({ nodes }) => nodes > 0);
}
