import { subgraphsOf } from '../graph-parts';
import { domainName, ONNX_DOMAIN } from '../operator-domain';
import { type GraphProto, type NodeProto, TensorProto_DataType as DataType } from '../protobuf/onnx_pb';

/** `data_type` of tensors by their names. Of a name that is missing, nothing is known. */
export type ElementTypes = ReadonlyMap<string, number>;

/**
 * The element types of all tensors at the graph's own level. Of most operators the first input's type is the output's; the
 * others are in the table below (ONNX's operator schemas).
 *
 * @param graph its nodes in an order in which each follows what it needs.
 * @param outer of the graph around it.
 */
export function elementTypesOf(graph: GraphProto, outer: ElementTypes = new Map()): ElementTypes {
  const types = new Map(outer);
  for (const { name, type } of [...graph.valueInfo, ...graph.output, ...graph.input]) {
    if (type?.value.case === 'tensorType') types.set(name, type.value.value.elemType);
  }
  for (const { name, dataType } of graph.initializer) types.set(name, dataType);
  for (const { values } of graph.sparseInitializer) if (values) types.set(values.name, values.dataType);
  for (const node of graph.node) {
    const made = outputTypes(node, types);
    node.output.forEach((name, index) => {
      const type = made(index);
      if (name !== '' && type !== undefined && type !== 0) types.set(name, type);
    });
  }
  return types;
}

type TypeOfOutput = (index: number) => number | undefined;

/** Operators whose outputs have one type, whatever they take. */
const FIXED: ReadonlyMap<number, ReadonlySet<string>> = new Map([
  [DataType.INT64, new Set(['Shape', 'Size', 'NonZero', 'ArgMax', 'ArgMin', 'NonMaxSuppression'])],
  [DataType.INT32, new Set(['MatMulInteger', 'ConvInteger'])],
  [
    DataType.BOOL,
    new Set([
      ...['Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual'],
      ...['Not', 'And', 'Or', 'Xor', 'IsNaN', 'IsInf'],
    ]),
  ],
]);
/** Which input's type the output has, where it is not the first one's. */
const TYPED_BY_INPUT: Readonly<Record<string, number>> = { Where: 1, CastLike: 1, OneHot: 2, DequantizeLinear: 1 };
/** Of operators whose second output is no copy of the first's type. */
const SECOND_OUTPUT: Readonly<Record<string, number>> = {
  TopK: DataType.INT64,
  MaxPool: DataType.INT64,
  Unique: DataType.INT64,
  Dropout: DataType.BOOL,
};

const generatedType = (node: NodeProto): TypeOfOutput => {
  const type = Number(integerAttribute(node, 'dtype') ?? BigInt(DataType.FLOAT));
  return () => type;
};
const likeType = (node: NodeProto, types: ElementTypes): TypeOfOutput => {
  const type = integerAttribute(node, 'dtype');
  return () => (type === undefined ? types.get(node.input[0] ?? '') : Number(type));
};

/** Operators whose outputs have a type of their own making. */
const TYPED_BY_NODE: Readonly<Record<string, (node: NodeProto, types: ElementTypes) => TypeOfOutput>> = {
  Constant: (node) => () => constantType(node),
  ConstantOfShape: (node) => () => tensorAttribute(node, 'value')?.dataType ?? DataType.FLOAT,
  Cast: (node) => () => Number(integerAttribute(node, 'to')),
  RandomNormal: generatedType,
  RandomUniform: generatedType,
  EyeLike: generatedType,
  RandomNormalLike: likeType,
  RandomUniformLike: likeType,
  Bernoulli: likeType,
  DynamicQuantizeLinear: () => (index) => (index === 1 ? DataType.FLOAT : DataType.UINT8),
  QuantizeLinear: (node, types) => () => types.get(node.input[2] ?? '') ?? DataType.UINT8,
  If: bodyTypes,
  Loop: bodyTypes,
  Scan: bodyTypes,
};

function outputTypes(node: NodeProto, types: ElementTypes): TypeOfOutput {
  const typeOf = (index: number): number | undefined => types.get(node.input[index] ?? '');
  const { opType } = node;
  if (domainName(node.domain) !== ONNX_DOMAIN) return () => typeOf(0);
  const [fixed] = [...FIXED].flatMap(([type, operators]) => (operators.has(opType) ? type : []));
  if (fixed !== undefined) return () => fixed;
  const own = TYPED_BY_NODE[opType];
  if (own) return own(node, types);
  const first = typeOf(TYPED_BY_INPUT[opType] ?? 0);
  const second = SECOND_OUTPUT[opType];
  return (index) => (index > 0 && second !== undefined ? second : first);
}

/** A loop's body gives its condition first; its values then have the types of what the loop gives. */
function bodyTypes(node: NodeProto, outer: ElementTypes): TypeOfOutput {
  const [body] = subgraphsOf(node);
  if (!body) return () => undefined;
  const types = elementTypesOf(body, outer);
  const skipped = node.opType === 'Loop' ? 1 : 0;
  return (index) => types.get(body.output[index + skipped]?.name ?? '');
}

function constantType(node: NodeProto): number | undefined {
  const [attribute] = node.attribute;
  switch (attribute?.name) {
    case 'value':
      return attribute.t?.dataType;
    case 'value_float':
    case 'value_floats':
      return DataType.FLOAT;
    case 'value_int':
    case 'value_ints':
      return DataType.INT64;
    case 'value_string':
    case 'value_strings':
      return DataType.STRING;
    default:
      return attribute?.sparseTensor?.values?.dataType;
  }
}

/** An attribute that is a whole number; undefined where the node lacks it. */
export const integerAttribute = ({ attribute }: NodeProto, name: string): bigint | undefined =>
  attribute.find((each) => each.name === name)?.i;

/** An attribute that is a tensor; undefined where the node lacks it. */
const tensorAttribute = ({ attribute }: NodeProto, name: string) => attribute.find((each) => each.name === name)?.t;
