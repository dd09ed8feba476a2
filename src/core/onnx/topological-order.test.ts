import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topologicalOrder } from './topological-order';

describe('topologicalOrder', () => {
  it('puts every item after those it needs', () => {
    expect(topologicalOrder([[1, 2], [2], []])).toEqual({ kind: 'ordered', order: [2, 1, 0] });
  });

  it('counts a need that is named twice', () => {
    expect(topologicalOrder([[1, 1], []])).toEqual({ kind: 'ordered', order: [1, 0] });
  });

  it('finds the ring behind items that merely wait for it', () => {
    const result = topologicalOrder([[1], [2], [3], [1], []]);
    expect(result).toEqual({ kind: 'cyclic', cycle: [1, 2, 3] });
  });

  it('finds an item that needs itself', () => {
    expect(topologicalOrder([[], [1]])).toEqual({ kind: 'cyclic', cycle: [1] });
  });

  it('orders a chain of 100 000 items without deep recursion', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => (i === 0 ? [] : [i - 1]));
    expect(topologicalOrder(chain)).toMatchObject({ kind: 'ordered' });
  });

  it('gives an order that holds, or a ring that is one', () => {
    const graphs = fc
      .integer({ min: 1, max: 12 })
      .chain((count) =>
        fc.array(fc.array(fc.nat(count - 1), { maxLength: 3 }), { minLength: count, maxLength: count }),
      );
    fc.assert(
      fc.property(graphs, (dependencies) => {
        const result = topologicalOrder(dependencies);
        if (result.kind === 'cyclic') {
          result.cycle.forEach((item, i) => {
            expect(dependencies[item]).toContain(result.cycle[(i + 1) % result.cycle.length]);
          });
        } else {
          const places = new Map(result.order.map((item, place) => [item, place]));
          expect(places.size).toBe(dependencies.length);
          dependencies.forEach((needed, item) =>
            needed.forEach((other) => expect(places.get(other)).toBeLessThan(places.get(item)!)),
          );
        }
      }),
    );
  });
});
