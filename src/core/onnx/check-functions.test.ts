import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ifNode, modelInit, node, type NodeInit, value } from '../../../test/fixtures/onnx-models';
import { checkFunctions } from './check-functions';
import { faultAsValue } from './onnx-fault';
import { type FunctionProtoSchema, ModelProtoSchema } from './protobuf/onnx_pb';

type FunctionInit = MessageInitShape<typeof FunctionProtoSchema>;

/** A function of one input, `a`, and one output, `b`. */
const fn = (name: string, nodes: NodeInit[], rest: FunctionInit = {}): FunctionInit => ({
  name,
  domain: 'local',
  input: ['a'],
  output: ['b'],
  node: nodes,
  ...rest,
});
const call = (name: string, input: string, output: string): NodeInit =>
  node(name, [input], [output], { domain: 'local' });

function faultOf(functions: FunctionInit[], nodes: NodeInit[] = [call('f0', 'x', 'y')]) {
  const model = create(ModelProtoSchema, modelInit({ node: nodes }, { functions }));
  return faultAsValue(() => checkFunctions(model.functions, model.graph!.node));
}

/** Functions that each call the next one twice, the last of them a single node. */
const doubling = (depth: number): FunctionInit[] =>
  Array.from({ length: depth + 1 }, (_, i) =>
    fn(
      `f${i}`,
      i === depth ? [node('Relu', ['a'], ['b'])] : [call(`f${i + 1}`, 'a', 'c'), call(`f${i + 1}`, 'c', 'b')],
    ),
  );

describe('checkFunctions', () => {
  it('takes functions that call each other, in any order', () => {
    expect(faultOf([fn('f0', [call('f1', 'a', 'b')]), fn('f1', [node('Relu', ['a'], ['b'])])])).toBeUndefined();
  });

  it('tells functions apart by domain and overload', () => {
    const body = [node('Relu', ['a'], ['b'])];
    const functions = [fn('f0', body), fn('f0', body, { overload: 'int' }), fn('f0', body, { domain: 'other' })];
    expect(faultOf(functions)).toBeUndefined();
  });

  it.each<[string, FunctionInit[], string]>([
    [
      'two functions of one name',
      [fn('f0', [node('Relu', ['a'], ['b'])]), fn('f0', [node('Neg', ['a'], ['b'])])],
      'DuplicateName',
    ],
    ['a function that calls itself', [fn('f0', [call('f0', 'a', 'b')])], 'Cyclic'],
    ['functions that call each other', [fn('f0', [call('f1', 'a', 'b')]), fn('f1', [call('f0', 'a', 'b')])], 'Cyclic'],
    [
      'a function that calls itself in a branch',
      [
        fn('f0', [
          ifNode(
            'a',
            'b',
            { node: [call('f0', 'a', 'out')], output: [value('out')] },
            { node: [node('Neg', ['a'], ['out'])], output: [value('out')] },
          ),
        ]),
      ],
      'Cyclic',
    ],
    ['a function that uses a value of the graph', [fn('f0', [node('Add', ['a', 'x'], ['b'])])], 'MissingValue'],
    ['a function that never makes its output', [fn('f0', [])], 'MissingValue'],
  ])('refuses %s', (_, functions, code) => {
    expect(faultOf(functions)).toMatchObject({ kind: 'fault', code });
  });

  it('refuses functions that double until they are too many, and only then', () => {
    expect(faultOf(doubling(17))).toBeUndefined();
    expect(faultOf(doubling(18))).toMatchObject({ code: 'TooLarge' });
    expect(faultOf(doubling(2000))).toMatchObject({ code: 'TooLarge' });
  });
});
