import { create } from '@bufbuild/protobuf';
import { elementTypesOf } from '../convert/element-types';
import { allNames } from '../convert/free-names';
import { windowOf } from '../convert/island-rules';
import type { Calibration } from '../convert/place-islands';
import { domainName, ONNX_DOMAIN } from '../operator-domain';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  type TensorProto,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from '../protobuf/onnx_pb';

/** A graph that tells the ranges of what it computes on the way. */
export interface RangesGraph {
  readonly proto: ModelProto;
  /** Its added outputs, each a scalar. */
  readonly outputs: readonly string[];
  /** What a run says. Of an output that was not given nothing is known. */
  readonly read: (valueOf: (output: string) => number | undefined) => Calibration;
}

/**
 * A model that also gives back the greatest magnitude of every float32 tensor its nodes make, and of every product the
 * greatest sum of magnitudes on the way to an element: the same product of the factors' magnitudes. The maxima are taken
 * inside the graph, so that no tensor is kept longer than it is needed.
 *
 * ONNX Runtime runs what the last nodes need first. So what measures stands behind the model's own nodes in reverse: each
 * tensor is measured as soon as it is there.
 *
 * @param model its floats float32, its nodes in an order in which each follows what it needs. It is not changed.
 */
export function measureRanges(model: ModelProto): RangesGraph {
  const graph = model.graph ?? create(GraphProtoSchema);
  const types = elementTypesOf(graph);
  const isFloat = (name: string): boolean => types.get(name) === DataType.FLOAT;
  const names = freshNames(graph);
  const gauges = graph.node.flatMap((node) => {
    const [product, ...others] = node.output.filter(isFloat);
    if (product === undefined || node.opType === 'Constant') return [];
    const magnitudes = [product, ...others].map((tensor) => magnitudeGauge(tensor, names));
    return isProduct(node) ? [...magnitudes, sumGauge(node, product, isFloat, names)] : magnitudes;
  });
  return {
    proto: create(ModelProtoSchema, {
      ...model,
      graph: create(GraphProtoSchema, {
        ...graph,
        node: [...graph.node, ...gauges.toReversed().flatMap(({ nodes }) => nodes)],
        initializer: [...graph.initializer, ...gauges.flatMap(({ constants }) => constants)],
        output: [...graph.output, ...gauges.map(({ output }) => create(ValueInfoProtoSchema, { name: output }))],
      }),
    }),
    outputs: gauges.map(({ output }) => output),
    read: (valueOf) => {
      const readAll = (kind: Gauge['kind']) =>
        new Map(
          gauges.flatMap(({ kind: own, tensor, output }) => {
            const value = own === kind ? valueOf(output) : undefined;
            return value === undefined ? [] : [[tensor, finite(value)] as const];
          }),
        );
      return { magnitudes: readAll('magnitude'), partialSums: readAll('sum') };
    },
  };
}

/** What measures one thing of a tensor. */
interface Gauge {
  readonly kind: 'magnitude' | 'sum';
  readonly tensor: string;
  readonly nodes: readonly NodeProto[];
  readonly constants: readonly TensorProto[];
  readonly output: string;
}

type Names = (wanted: string) => string;

function magnitudeGauge(tensor: string, names: Names): Gauge {
  const output = names(`${tensor}__largest`);
  return { kind: 'magnitude', tensor, nodes: largestMagnitude(tensor, output, names), constants: [], output };
}

/** Operators that add up products of what they take, in whatever order. */
const PRODUCTS = new Set(['MatMul', 'Gemm', 'Conv', 'ConvTranspose', 'Einsum', 'AveragePool']);

const isProduct = ({ opType, domain }: NodeProto): boolean =>
  PRODUCTS.has(opType) && domainName(domain) === ONNX_DOMAIN;

function sumGauge(node: NodeProto, tensor: string, isFloat: (name: string) => boolean, names: Names): Gauge {
  const positive = node.input.map((name) => (isFloat(name) ? names(`${name}__positive`) : name));
  const factors = node.input.flatMap((name, at) => (isFloat(name) ? [plain('Abs', [name], positive[at]!)] : []));
  const sum = names(`${tensor}__sum`);
  const again = create(NodeProtoSchema, { ...node, name: sum, input: positive, output: [sum] });
  const output = names(`${tensor}__largest_sum`);
  if (node.opType !== 'AveragePool') {
    const nodes = [...factors, again, ...largestMagnitude(sum, output, names)];
    return { kind: 'sum', tensor, nodes, constants: [], output };
  }
  const [count, total] = [names(`${tensor}__count`), names(`${tensor}__total`)];
  const nodes = [...factors, again, plain('Mul', [sum, count], total), ...largestMagnitude(total, output, names)];
  return { kind: 'sum', tensor, nodes, constants: [scalar(count, windowOf(node))], output };
}

function largestMagnitude(tensor: string, output: string, names: Names): NodeProto[] {
  const magnitude = names(`${tensor}__magnitude`);
  const attribute = [{ name: 'keepdims', type: AttributeType.INT, i: 0n }];
  const largest = create(NodeProtoSchema, {
    name: output,
    opType: 'ReduceMax',
    input: [magnitude],
    output: [output],
    attribute: attribute.map((each) => create(AttributeProtoSchema, each)),
  });
  return [plain('Abs', [tensor], magnitude), largest];
}

const plain = (opType: string, input: string[], output: string): NodeProto =>
  create(NodeProtoSchema, { name: output, opType, input, output: [output] });

const scalar = (name: string, value: number): TensorProto =>
  create(TensorProtoSchema, { name, dataType: DataType.FLOAT, floatData: [value] });

/** Beyond float32 as far as it goes: what is no number has left every range. */
const finite = (value: number): number => (Number.isFinite(value) ? value : LARGEST_FLOAT32);

const LARGEST_FLOAT32 = 2 ** 128 - 2 ** 104;

function freshNames(graph: GraphProto): Names {
  const taken = allNames(graph);
  return (wanted) => {
    let free = wanted;
    for (let count = 2; taken.has(free); count++) free = `${wanted}_${String(count)}`;
    taken.add(free);
    return free;
  };
}
