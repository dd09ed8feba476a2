import {
  type GraphProto,
  type NodeProto,
  TensorProto_DataType as DataType,
  type TensorProto,
} from '../protobuf/onnx_pb';
import { type ElementTypes, elementTypesOf } from './element-types';
import { capturedNames } from './free-names';

/** What the rules and the rewrite ask of a float32 graph, found once. */
export interface GraphFacts {
  readonly opset: number;
  readonly types: ElementTypes;
  readonly makers: ReadonlyMap<string, NodeProto>;
  readonly users: ReadonlyMap<string, readonly NodeProto[]>;
  readonly outputs: ReadonlySet<string>;
  /** Tensors that are there before the graph runs, by name: initialisers that no input overrides. */
  readonly constants: ReadonlyMap<string, TensorProto>;
  /** The float32 tensors that a node takes, those of its subgraphs included. */
  readonly floatInputs: (node: NodeProto) => string[];
  /** The float32 tensors that a node gives. */
  readonly floatOutputs: (node: NodeProto) => string[];
}

/** @param opset version of ONNX's own operator set. */
export function factsOf(graph: GraphProto, opset: number): GraphFacts {
  const types = elementTypesOf(graph);
  const isFloat = (name: string): boolean => types.get(name) === DataType.FLOAT;
  const inputs = new Map(graph.node.map((node) => [node, [...node.input, ...capturedNames(node)]]));
  return {
    opset,
    types,
    makers: new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const))),
    users: usersOf(inputs),
    outputs: new Set(graph.output.map(({ name }) => name)),
    constants: constantsOf(graph),
    floatInputs: (node) => inputs.get(node)!.filter(isFloat),
    floatOutputs: (node) => node.output.filter(isFloat),
  };
}

function usersOf(inputs: ReadonlyMap<NodeProto, readonly string[]>): Map<string, NodeProto[]> {
  const users = new Map<string, NodeProto[]>();
  for (const [node, names] of inputs) {
    for (const name of names) {
      const known = users.get(name);
      if (known) known.push(node);
      else users.set(name, [node]);
    }
  }
  return users;
}

function constantsOf({ input, initializer }: GraphProto): Map<string, TensorProto> {
  const fed = new Set(input.map(({ name }) => name));
  return new Map(initializer.filter(({ name }) => !fed.has(name)).map((tensor) => [tensor.name, tensor]));
}
