import type { NodeProto } from '../protobuf/onnx_pb';
import type { GraphFacts } from './graph-facts';

/**
 * The nodes of LayerNorms that an exporter took apart: ReduceMean → Sub → Pow → ReduceMean → Add → Sqrt → Div, the Pow also
 * as a product with itself. The square leaves float16's range from ±256 on, and the sums before that.
 *
 * @returns the nodes of each.
 */
export function decomposedNorms(nodes: readonly NodeProto[], facts: GraphFacts): NodeProto[][] {
  const found: NodeProto[][] = [];
  for (const centred of nodes) {
    if (centred.opType !== 'Sub') continue;
    const mean = makerOf(facts, centred.input[1], 'ReduceMean');
    if (mean?.input[0] !== centred.input[0]) continue;
    const rest = follow(facts, centred, [['Pow', 'Mul'], ['ReduceMean'], ['Add'], ['Sqrt']]);
    const deviation = rest?.at(-1);
    const scaled = deviation && usersOf(facts, deviation, ['Div', 'Reciprocal']);
    if (rest && scaled) found.push([mean!, centred, ...rest, ...scaled]);
  }
  return found;
}

/** The nodes of Softmaxes that an exporter took apart: Exp → ReduceSum → Div, with the Sub of the largest before them; the nodes of each. */
export function decomposedSoftmaxes(nodes: readonly NodeProto[], facts: GraphFacts): NodeProto[][] {
  const found: NodeProto[][] = [];
  for (const quotient of nodes) {
    if (quotient.opType !== 'Div') continue;
    const power = makerOf(facts, quotient.input[0], 'Exp');
    const sum = makerOf(facts, quotient.input[1], 'ReduceSum');
    if (!power || sum?.input[0] !== power.output[0]) continue;
    const shifted = makerOf(facts, power.input[0], 'Sub');
    found.push([power, sum!, quotient, ...(shifted ? [shifted] : [])]);
  }
  return found;
}

function makerOf({ makers }: GraphFacts, name: string | undefined, opType: string): NodeProto | undefined {
  const maker = makers.get(name ?? '');
  return maker?.opType === opType ? maker : undefined;
}

const usersOf = ({ users }: GraphFacts, { output }: NodeProto, opTypes: readonly string[]): NodeProto[] =>
  (users.get(output[0] ?? '') ?? []).filter(({ opType }) => opTypes.includes(opType));

/** The chain of nodes that starts behind one, each an operator of the list; undefined where it breaks. */
function follow(
  facts: GraphFacts,
  start: NodeProto,
  chain: readonly (readonly string[])[],
): readonly NodeProto[] | undefined {
  const [opTypes, ...rest] = chain;
  if (!opTypes) return [];
  for (const node of usersOf(facts, start, opTypes)) {
    if (node.opType === 'Mul' && node.input[0] !== node.input[1]) continue;
    const after = follow(facts, node, rest);
    if (after) return [node, ...after];
  }
  return undefined;
}
