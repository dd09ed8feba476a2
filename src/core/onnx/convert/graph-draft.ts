import { clone, create } from '@bufbuild/protobuf';
import { initialisersOf, subgraphsOf, tensorsOf } from '../graph-parts';
import { refuse } from '../onnx-fault';
import { domainName, ONNX_DOMAIN } from '../operator-domain';
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  TensorProto_DataType as DataType,
  type TensorProto,
  TensorProtoSchema,
} from '../protobuf/onnx_pb';
import type { OnnxModel, TensorPayload } from '../read-model';
import { topologicalOrder } from '../topological-order';
import { capturedNames } from './free-names';

/** A tensor as the file has it, and where its data are if they were left there. */
export interface TensorSource {
  readonly tensor: TensorProto;
  readonly payload: TensorPayload | undefined;
}

/** A copy of a model, ours to change, that knows of each of its tensors which one of the file it was. */
export interface GraphDraft {
  readonly proto: ModelProto;
  readonly graph: GraphProto;
  /** Version of ONNX's own operator set. */
  readonly opset: number;
  readonly sources: ReadonlyMap<TensorProto, TensorSource>;
}

/**
 * Copies a model to be changed: its nodes in an order in which each follows what it needs, its constants among the
 * initialisers, which no input overrides in old files.
 * Refuses with `NoGraph` or `Cyclic`.
 */
export function draftOf({ proto: original, payloads }: OnnxModel): GraphDraft {
  const proto = clone(ModelProtoSchema, original);
  const { graph } = proto;
  if (!graph) refuse('NoGraph', 'The file holds no graph: it is no ONNX model.');
  const copies = [...allTensors(proto)];
  const sources = new Map(
    [...allTensors(original)].map((tensor, at) => [copies[at]!, { tensor, payload: payloads.get(tensor) }] as const),
  );
  freeInitialisers(proto, graph);
  hoistConstants(graph, sources);
  sortNodes(graph);
  const opset = proto.opsetImport.find(({ domain }) => domainName(domain) === ONNX_DOMAIN)?.version ?? 0n;
  return { proto, graph, opset: Number(opset), sources };
}

/** Every tensor a model stores: of its graph, the graphs within, and its functions. */
export function* allTensors({ graph, functions }: ModelProto): Generator<TensorProto> {
  if (graph) yield* tensorsWithin(graph);
  for (const { node, attributeProto } of functions) {
    yield* tensorsOf(attributeProto);
    yield* tensorsWithin({ node, initializer: [], sparseInitializer: [] });
  }
}

function* tensorsWithin(graph: Pick<GraphProto, 'node' | 'initializer' | 'sparseInitializer'>): Generator<TensorProto> {
  yield* initialisersOf(graph as GraphProto);
  for (const node of graph.node) {
    yield* tensorsOf(node.attribute);
    for (const inner of subgraphsOf(node)) yield* tensorsWithin(inner);
  }
}

function sortNodes(graph: GraphProto): void {
  const makers = new Map(graph.node.flatMap(({ output }, index) => output.map((name) => [name, index] as const)));
  const needs = graph.node.map((node) =>
    [...node.input, ...capturedNames(node)].flatMap((name) => (name === '' ? [] : (makers.get(name) ?? []))),
  );
  const sorted = topologicalOrder(needs);
  if (sorted.kind === 'cyclic') refuse('Cyclic', 'The graph runs in a circle.');
  graph.node = sorted.order.map((index) => graph.node[index]!);
}

/** Before it, initialisers had to be inputs as well; no one feeds them. */
const FIRST_IR_WITH_OWN_INITIALISERS = 4n;

function freeInitialisers(proto: ModelProto, graph: GraphProto): void {
  if (proto.irVersion >= FIRST_IR_WITH_OWN_INITIALISERS) return;
  proto.irVersion = FIRST_IR_WITH_OWN_INITIALISERS;
  const stored = new Set(graph.initializer.map(({ name }) => name));
  graph.input = graph.input.filter(({ name }) => !stored.has(name));
}

/** Makes initialisers of constants, as ONNX Runtime does; but for those that are an output, or hold no tensor of floats. */
function hoistConstants(graph: GraphProto, sources: Map<TensorProto, TensorSource>): void {
  const outputs = new Set(graph.output.map(({ name }) => name));
  graph.node = graph.node.filter((node) => {
    for (const inner of subgraphsOf(node)) hoistConstants(inner, sources);
    const [name = ''] = node.output;
    if (node.opType !== 'Constant' || outputs.has(name)) return true;
    const tensor = constantTensor(node, sources);
    if (!tensor) return true;
    tensor.name = name;
    graph.initializer.push(tensor);
    return false;
  });
}

/** A constant may also state one float or a list of them. */
function constantTensor(node: NodeProto, sources: Map<TensorProto, TensorSource>): TensorProto | undefined {
  const [attribute] = node.attribute;
  const isScalar = attribute?.name === 'value_float';
  if (!isScalar && attribute?.name !== 'value_floats') return attribute?.t;
  const floatData = isScalar ? [attribute.f] : attribute.floats;
  const dims = isScalar ? [] : [BigInt(floatData.length)];
  const tensor = create(TensorProtoSchema, { dataType: DataType.FLOAT, dims, floatData });
  sources.set(tensor, { tensor: clone(TensorProtoSchema, tensor), payload: undefined });
  return tensor;
}
