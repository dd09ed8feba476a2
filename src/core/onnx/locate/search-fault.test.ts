import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchFault, type SearchedNode } from './search-fault';

/** A graph of nodes that take each a few tensors made before; `broken` make something wrong, and all that follows is. */
function graphOf(choices: readonly (readonly number[])[]): SearchedNode[] {
  return choices.map((picks, at) => ({
    inputs: at === 0 ? ['image'] : picks.map((pick) => `t${String(pick % at)}`),
    outputs: [`t${String(at)}`],
  }));
}

function comparing(nodes: readonly SearchedNode[], broken: ReadonlySet<number>, asked: string[] = []) {
  const wrong = new Set<string>();
  nodes.forEach(({ inputs, outputs }, at) => {
    if (broken.has(at) || inputs.some((name) => wrong.has(name))) wrong.add(outputs[0]!);
  });
  return (names: readonly string[]) => {
    asked.push(...names);
    return Promise.resolve(new Map(names.map((name) => [name, !wrong.has(name)])));
  };
}

describe('searchFault', () => {
  it('finds the one broken node of any graph whose end it reaches, and nothing in one that is right', async () => {
    const graphs = fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(), async (choices, pick) => {
        const nodes = graphOf(choices);
        const end = `t${String(nodes.length - 1)}`;
        expect(await searchFault(nodes, [end], comparing(nodes, new Set()))).toBeUndefined();
        const broken = pick % nodes.length;
        const compare = comparing(nodes, new Set([broken]));
        const isReached = (await compare([end])).get(end) === false;
        expect(await searchFault(nodes, [end], compare)).toBe(isReached ? broken : undefined);
      }),
    );
  });

  it('looks at few tensors of a long graph', async () => {
    const nodes = graphOf(Array.from({ length: 2000 }, (_, at) => [at - 1 + at]));
    const asked: string[] = [];
    expect(await searchFault(nodes, ['t1999'], comparing(nodes, new Set([1234]), asked))).toBe(1234);
    expect(asked.length).toBeLessThan(60);
  });

  it('of several, finds one whose inputs are right', async () => {
    const nodes = graphOf(Array.from({ length: 50 }, (_, at) => [Math.max(0, at - 1)]));
    expect(await searchFault(nodes, ['t49'], comparing(nodes, new Set([20, 30])))).toBe(20);
  });

  it('passes over tensors that cannot be seen', async () => {
    const nodes = graphOf(Array.from({ length: 50 }, (_, at) => [Math.max(0, at - 1)]));
    const compare = comparing(nodes, new Set([20]));
    const blind = async (names: readonly string[]) => {
      const found: Map<string, boolean | undefined> = await compare(names);
      for (const name of names) if (['t18', 't20', 't21'].includes(name)) found.set(name, undefined);
      return found;
    };
    // The first node of which it can be seen.
    expect(await searchFault(nodes, ['t49'], blind)).toBe(22);
  });
});
