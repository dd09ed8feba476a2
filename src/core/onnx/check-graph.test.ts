import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { type GraphInit, ifNode, modelInit, node, tensor, value } from '../../../test/fixtures/onnx-models';
import { checkClosedScope, scopeOf } from './check-graph';
import { faultAsValue } from './onnx-fault';
import { GraphProtoSchema } from './protobuf/onnx_pb';

function faultOf(graph: GraphInit) {
  const whole = create(GraphProtoSchema, modelInit(graph).graph);
  return faultAsValue(() => checkClosedScope(scopeOf(whole)));
}

const branch = (...nodes: ReturnType<typeof node>[]): GraphInit => ({ node: nodes, output: [value('out')] });
const condition = value('condition', []);

describe('checkClosedScope', () => {
  it.each<[string, GraphInit]>([
    ['a graph', {}],
    ['nodes in any order', { node: [node('Relu', ['a'], ['y']), node('Identity', ['x'], ['a'])] }],
    ['an initialiser that no input declares', { node: [node('Add', ['x', 'w'], ['y'])], initializer: [tensor('w')] }],
    [
      'an input with an initialiser as default',
      { input: [value('x'), value('w')], node: [node('Add', ['x', 'w'], ['y'])], initializer: [tensor('w')] },
    ],
    [
      'a sparse initialiser',
      {
        node: [node('Add', ['x', 'w'], ['y'])],
        sparseInitializer: [{ values: tensor('w'), indices: tensor(''), dims: [4n] }],
      },
    ],
    ['optional inputs and outputs that are not there', { node: [node('Clip', ['x', '', ''], ['y', ''])] }],
    ['an input that is given back', { output: [value('y'), value('x')] }],
    [
      'branches that use what is around them',
      {
        input: [value('x'), condition],
        node: [
          ifNode('condition', 'y', branch(node('Relu', ['a'], ['out'])), branch(node('Identity', ['x'], ['out']))),
          node('Identity', ['x'], ['a']),
        ],
      },
    ],
    [
      'branches within branches',
      {
        input: [value('x'), condition],
        node: [
          ifNode(
            'condition',
            'y',
            branch(
              ifNode('condition', 'out', branch(node('Relu', ['x'], ['out'])), branch(node('Neg', ['x'], ['out']))),
            ),
            branch(node('Identity', ['x'], ['out'])),
          ),
        ],
      },
    ],
  ])('takes %s', (_, graph) => {
    expect(faultOf(graph)).toBeUndefined();
  });

  it.each<[string, GraphInit, string, string]>([
    ['an input that nothing makes', { node: [node('Add', ['x', 'q'], ['y'])] }, 'MissingValue', '"q"'],
    [
      'the same in a node nobody needs',
      { node: [node('Identity', ['x'], ['y']), node('Relu', ['q'], ['z'])] },
      'MissingValue',
      '"q"',
    ],
    ['an output that nothing makes', { output: [value('z')] }, 'MissingValue', '"z"'],
    [
      'two nodes that make one value',
      { node: [node('Relu', ['x'], ['y']), node('Neg', ['x'], ['y'])] },
      'DuplicateName',
      '"y"',
    ],
    ['a node that makes one value twice', { node: [node('Split', ['x'], ['y', 'y'])] }, 'DuplicateName', '"y"'],
    [
      'a node that makes an input',
      { node: [node('Relu', ['x'], ['y']), node('Neg', ['y'], ['x'])] },
      'DuplicateName',
      '"x"',
    ],
    ['two outputs of one name', { output: [value('y'), value('y')] }, 'DuplicateName', '"y"'],
    ['two inputs of one name', { input: [value('x'), value('x')] }, 'DuplicateName', '"x"'],
    ['two initialisers of one name', { initializer: [tensor('w'), tensor('w')] }, 'DuplicateName', '"w"'],
    ['an initialiser without a name', { initializer: [tensor('')] }, 'Malformed', 'initialisers'],
    ['an output without a name', { output: [value('')] }, 'Malformed', 'outputs'],
    ['a node without an operator', { node: [node('', ['x'], ['y'])] }, 'Malformed', 'operator'],
    ['a node that waits for itself', { node: [node('Add', ['x', 'y'], ['y'])] }, 'Cyclic', 'Add:y'],
    [
      'a ring that no output needs',
      { node: [node('Identity', ['x'], ['y']), node('Add', ['b', 'x'], ['a']), node('Relu', ['a'], ['b'])] },
      'Cyclic',
      'Relu:b',
    ],
    [
      'a ring through a branch',
      {
        input: [value('x'), condition],
        node: [
          ifNode('condition', 'a', branch(node('Relu', ['y'], ['out'])), branch(node('Identity', ['x'], ['out']))),
          node('Identity', ['a'], ['y']),
        ],
      },
      'Cyclic',
      'If:a',
    ],
    [
      'a branch that uses what is nowhere',
      {
        input: [value('x'), condition],
        node: [ifNode('condition', 'y', branch(node('Relu', ['q'], ['out'])), branch(node('Neg', ['x'], ['out'])))],
      },
      'MissingValue',
      '"q"',
    ],
    [
      'a branch that gives back what another makes',
      {
        input: [value('x'), condition],
        node: [ifNode('condition', 'y', branch(), branch(node('Neg', ['x'], ['out'])))],
      },
      'MissingValue',
      '"out"',
    ],
  ])('refuses %s', (_, graph, code, words) => {
    const fault = faultOf(graph);
    expect(fault).toMatchObject({ kind: 'fault', code });
    expect(fault).toHaveProperty('message', expect.stringContaining(words));
  });

  it('names a few nodes of a long ring', () => {
    const ring = Array.from({ length: 100 }, (_, i) => node('Relu', [`v${i}`], [`v${(i + 1) % 100}`]));
    expect(faultOf({ node: [node('Identity', ['x'], ['y']), ...ring] })).toHaveProperty(
      'message',
      expect.stringContaining('and 95 more'),
    );
  });
});
