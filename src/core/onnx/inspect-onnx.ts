import type { ByteSource } from './byte-source';
import { checkFunctions } from './check-functions';
import { checkClosedScope, scopeOf } from './check-graph';
import { checkFunctionOpsets, checkIrVersion, checkOpsets } from './check-versions';
import type { ElementType } from './element-type';
import type { ExternalReference } from './external-data';
import { initialisersOf, nodesWithin, subgraphsOf, tensorsOf } from './graph-parts';
import { faultAsValue, type OnnxFault, quoted, refuse } from './onnx-fault';
import { domainName, isCustomDomain } from './operator-domain';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from './protobuf/onnx_pb';
import { type OnnxModel, readOnnxModel } from './read-model';
import { type CheckedTensor, checkTensor } from './tensor-data';
import { type OnnxValue, readValue } from './value-type';

/** What an ONNX file says of itself. Plain data, without the graph. */
export interface OnnxSummary {
  readonly kind: 'summary';
  readonly byteLength: number;
  readonly irVersion: number;
  /** ONNX's own domain is called `ai.onnx`. */
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly producer: { readonly name: string; readonly version: string };
  /** Those that must be fed: inputs with a default are not among them. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Named tensors of the graph and its subgraphs, wherever their data stand. */
  readonly initialisers: { readonly count: number; readonly byteLength: number };
  /** Every tensor the file stores, initialiser or constant, by type; most bytes first. */
  readonly parameters: readonly {
    readonly elementType: ElementType;
    readonly tensors: number;
    readonly byteLength: number;
  }[];
  readonly externalData: readonly ExternalReference[];
  /** Of the graph, its subgraphs and functions; most frequent first. */
  readonly operators: readonly { readonly domain: string; readonly type: string; readonly count: number }[];
  /** Domains of operators that neither ONNX Runtime nor a function of the file provides: it cannot run without them. */
  readonly customDomains: readonly string[];
  readonly functionCount: number;
  readonly hasSubgraphs: boolean;
  /** A training algorithm beside the graph; it is neither run nor checked. */
  readonly hasTrainingInfo: boolean;
}

/**
 * Inspects a model's file before ONNX Runtime sees it.
 *
 * A summary means that the file is whole and its graph sound; whether each operator's inputs suit it, how much memory
 * it takes and what its outputs mean is for a trial run to tell. Reads little more than the graph, whatever the size
 * of the weights, and holds no weights in memory. Time and memory are bounded for any bytes (read-model.ts).
 *
 * @returns the summary, or why the file is refused.
 * @throws only what reading the source throws.
 */
export function inspectOnnx(source: ByteSource): OnnxSummary | OnnxFault {
  const model = readOnnxModel(source);
  return model.kind === 'fault' ? model : summariseOnnx(model);
}

/** Checks a model that has been read, and summarises it. */
function summariseOnnx(model: OnnxModel): OnnxSummary | OnnxFault {
  return faultAsValue(() => {
    const { proto } = model;
    const graph = checkedGraph(proto);
    const nodes = [graph, ...proto.functions].flatMap(({ node }) => [...nodesWithin(node)]);
    const initialisers = [graph, ...nodes.flatMap(subgraphsOf)].flatMap((each) => [...initialisersOf(each)]);
    const constants = [...nodes, ...proto.functions.map(defaultsOf)].flatMap((each) => [...tensorsOf(each.attribute)]);
    const check = (tensor: TensorProto) => checkTensor(tensor, model.payloads.get(tensor));
    const checkedInitialisers = initialisers.map(check);
    const parameters = [...checkedInitialisers, ...constants.map(check)];
    return {
      kind: 'summary',
      byteLength: model.byteLength,
      irVersion: Number(proto.irVersion),
      opsets: proto.opsetImport.map((each) => ({ domain: domainName(each.domain), version: Number(each.version) })),
      producer: { name: proto.producerName, version: proto.producerVersion },
      inputs: fedInputs(graph),
      outputs: graph.output.map(readValue),
      initialisers: { count: initialisers.length, byteLength: totalBytes(checkedInitialisers) },
      parameters: byElementType(parameters),
      externalData: parameters.flatMap(({ external }) => external ?? []),
      operators: countOperators(nodes),
      customDomains: customDomainsOf(proto, nodes),
      functionCount: proto.functions.length,
      hasSubgraphs: nodes.some((node) => subgraphsOf(node).length > 0),
      hasTrainingInfo: proto.trainingInfo.length > 0,
    };
  });
}

function checkedGraph(proto: ModelProto): GraphProto {
  const { graph, functions } = proto;
  if (graph === undefined) refuse('NoGraph', 'The file holds no graph: it is no ONNX model.');
  checkIrVersion(proto.irVersion);
  checkOpsets(proto.opsetImport);
  if (graph.output.length === 0) refuse('NoOutputs', 'The graph has no outputs.');
  checkClosedScope(scopeOf(graph));
  for (const { opsetImport } of functions) checkFunctionOpsets(opsetImport);
  checkFunctions(functions, graph.node);
  return graph;
}

/** A function's default attributes, in the form of a node's. */
function defaultsOf({ attributeProto }: ModelProto['functions'][number]): Pick<NodeProto, 'attribute'> {
  return { attribute: attributeProto };
}

function fedInputs(graph: GraphProto): OnnxValue[] {
  const defaults = new Set(scopeOf(graph).constants);
  const inputs = graph.input.map(readValue).filter(({ name }) => !defaults.has(name));
  for (const { name, type } of inputs) {
    if (type.kind === 'undeclared') refuse('Malformed', `The graph's input ${quoted(name)} has no type.`);
  }
  return inputs;
}

function totalBytes(tensors: readonly CheckedTensor[]): number {
  return tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function byElementType(tensors: readonly CheckedTensor[]): OnnxSummary['parameters'] {
  return [...new Set(tensors.map(({ elementType }) => elementType))]
    .map((elementType) => {
      const ofType = tensors.filter((tensor) => tensor.elementType === elementType);
      return { elementType, tensors: ofType.length, byteLength: totalBytes(ofType) };
    })
    .sort((a, b) => b.byteLength - a.byteLength);
}

function countOperators(nodes: readonly NodeProto[]): OnnxSummary['operators'] {
  const counts = new Map<string, { domain: string; type: string; count: number }>();
  for (const { domain, opType } of nodes) {
    const key = JSON.stringify([domainName(domain), opType]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { domain: domainName(domain), type: opType, count: 1 });
    else known.count++;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function customDomainsOf({ functions }: ModelProto, nodes: readonly NodeProto[]): string[] {
  const own = new Set(functions.map(({ domain }) => domainName(domain)));
  const used = new Set(nodes.map(({ domain }) => domainName(domain)));
  return [...used].filter((domain) => isCustomDomain(domain) && !own.has(domain));
}
