/** A node as the search sees it: what it takes and what it makes, by name. */
export interface SearchedNode {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Whether a tensor comes out as it should; undefined where that cannot be seen. */
export type Compare = (tensors: readonly string[]) => Promise<ReadonlyMap<string, boolean | undefined>>;

/** Tensors that are looked at in one go: each is held in memory twice. */
const TENSORS_AT_ONCE = 8;

/**
 * The first node that makes something wrong of what is right.
 *
 * A tensor that is right speaks for everything it was made from, so each round looks at a few tensors, evenly among those
 * that the wrong one was made from and of which nothing is known, and goes on from the first that is wrong. In the end the
 * inputs of the node itself are looked at: one that is wrong in spite of that is followed in turn.
 *
 * @param nodes in topological order, as ONNX demands.
 * @param ends the tensors that are to come out right.
 * @param compare told of a few tensors at a time.
 * @returns the node's index; undefined where none of the ends is wrong.
 */
export async function searchFault(
  nodes: readonly SearchedNode[],
  ends: readonly string[],
  compare: Compare,
): Promise<number | undefined> {
  const makers = new Map(nodes.flatMap(({ outputs }, at) => outputs.map((name) => [name, at] as const)));
  const parents = nodes.map(({ inputs }) => inputs.flatMap((name) => makers.get(name) ?? []));
  const right = new Set<number>();

  /** Of some nodes, those that make something wrong; what is right counts as known from then on, and what it came from. */
  const wrongAmong = async (asked: readonly number[]): Promise<number[]> => {
    const found = await compare(asked.flatMap((at) => nodes[at]!.outputs.slice(0, 1)));
    const verdicts = asked.map((at) => found.get(nodes[at]!.outputs[0]!));
    for (const [i, at] of asked.entries()) {
      if (verdicts[i] === true) ancestorsOf(at, parents).forEach((each) => right.add(each));
      if (verdicts[i] !== false) right.add(at);
    }
    return asked.filter((_, i) => verdicts[i] === false);
  };

  const atEnds = [...new Set(ends.flatMap((name) => makers.get(name) ?? []))].sort((a, b) => a - b);
  let [culprit] = await wrongAmong(atEnds);
  while (culprit !== undefined) {
    const unknown = ancestorsOf(culprit, parents).filter((at) => !right.has(at));
    const asked = unknown.length > 0 ? evenly(unknown) : parents[culprit]!;
    const [first] = asked.length === 0 ? [] : await wrongAmong([...new Set(asked)].sort((a, b) => a - b));
    if (first === undefined && unknown.length === 0) return culprit;
    culprit = first ?? culprit;
  }
  return undefined;
}

/** All that a node's inputs were made by, in order, without itself. */
function ancestorsOf(node: number, parents: readonly (readonly number[])[]): number[] {
  const seen = new Set<number>();
  const open = [...parents[node]!];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...parents[at]!);
  }
  return [...seen].sort((a, b) => a - b);
}

function evenly(items: readonly number[]): number[] {
  const count = Math.min(items.length, TENSORS_AT_ONCE);
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)]!);
}
