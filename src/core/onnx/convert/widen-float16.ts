import { nodesWithin, subgraphsOf } from '../graph-parts';
import {
  type GraphProto,
  type NodeProto,
  TensorProto_DataType as DataType,
  type TypeProto,
  type ValueInfoProto,
} from '../protobuf/onnx_pb';
import { elementTypesOf, integerAttribute } from './element-types';
import { renameInputs } from './free-names';
import { allTensors, type GraphDraft } from './graph-draft';
import { floatTypeOf } from './tensor-elements';

/**
 * Makes everything float16 in a draft float32: its inputs and outputs, weights and constants, and what casts lead to, in the
 * graph, its subgraphs and its functions. Every float16 is a float32, so that nothing is rounded. Casts that then lead from
 * float32 to float32 go. A draft without float16 stays as it is.
 */
export function widenFloat16({ proto, graph }: GraphDraft): void {
  for (const tensor of allTensors(proto))
    if (floatTypeOf(tensor) === DataType.FLOAT16) tensor.dataType = DataType.FLOAT;
  for (const node of nodesWithin([...graph.node, ...proto.functions.flatMap((each) => each.node)])) widenNode(node);
  for (const value of valuesWithin(graph)) widenType(value.type);
  for (const value of proto.functions.flatMap(({ valueInfo }) => valueInfo)) widenType(value.type);
  removeIdleCasts(graph);
}

/** Attributes by which a node is told the type of what it makes. */
const TYPE_ATTRIBUTES = new Set(['to', 'dtype']);

function widenNode({ attribute }: NodeProto): void {
  for (const each of attribute) {
    if (TYPE_ATTRIBUTES.has(each.name) && each.i === BigInt(DataType.FLOAT16)) each.i = BigInt(DataType.FLOAT);
  }
}

function* valuesWithin(graph: GraphProto): Generator<ValueInfoProto> {
  yield* [...graph.input, ...graph.output, ...graph.valueInfo];
  for (const inner of graph.node.flatMap(subgraphsOf)) yield* valuesWithin(inner);
}

function widenType(type: TypeProto | undefined): void {
  const held = type?.value;
  if (held?.case === 'tensorType' && floatTypeOf({ dataType: held.value.elemType }) === DataType.FLOAT16) {
    held.value.elemType = DataType.FLOAT;
  }
  if (held?.case === 'sequenceType' || held?.case === 'optionalType') widenType(held.value.elemType);
}

/** A cast from a type to itself is left only where an output of the graph has its name. */
function removeIdleCasts(graph: GraphProto): void {
  const types = elementTypesOf(graph);
  const outputs = new Set(graph.output.map(({ name }) => name));
  const aliases = new Map<string, string>();
  graph.node = graph.node.filter((node) => {
    renameInputs(node, (name) => aliases.get(name) ?? name);
    const [[from = ''], [to = '']] = [node.input, node.output];
    const isIdle = node.opType === 'Cast' && types.get(from) === Number(integerAttribute(node, 'to'));
    if (!isIdle || outputs.has(to)) return true;
    aliases.set(to, from);
    return false;
  });
  graph.valueInfo = graph.valueInfo.filter(({ name }) => !aliases.has(name));
}
