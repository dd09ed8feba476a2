/** Items in an order in which each follows all it depends on, or a ring of items that depend on one another. */
export type TopologicalOrder =
  | { readonly kind: 'ordered'; readonly order: readonly number[] }
  | { readonly kind: 'cyclic'; readonly cycle: readonly number[] };

/**
 * Orders items by their dependencies (Kahn, 1962), in time linear in the number of dependencies.
 *
 * @param dependencies For each item, the indices of those it needs; one may stand there more than once.
 */
export function topologicalOrder(dependencies: readonly (readonly number[])[]): TopologicalOrder {
  const dependants = dependencies.map((): number[] => []);
  const missing = dependencies.map((needed) => needed.length);
  dependencies.forEach((needed, item) => needed.forEach((other) => dependants[other]!.push(item)));
  const order = missing.flatMap((count, item) => (count === 0 ? [item] : []));
  for (let i = 0; i < order.length; i++) {
    for (const dependant of dependants[order[i]!]!) {
      missing[dependant] = missing[dependant]! - 1;
      if (missing[dependant] === 0) order.push(dependant);
    }
  }
  if (order.length === dependencies.length) return { kind: 'ordered', order };
  return { kind: 'cyclic', cycle: findCycle(dependencies, missing) };
}

/** Whatever could not be ordered still needs another such item, so that following the needs must come round. */
function findCycle(dependencies: readonly (readonly number[])[], missing: readonly number[]): number[] {
  const path: number[] = [];
  const positions = new Map<number, number>();
  let item = missing.findIndex((count) => count > 0);
  while (!positions.has(item)) {
    positions.set(item, path.length);
    path.push(item);
    item = dependencies[item]!.find((other) => missing[other]! > 0)!;
  }
  return path.slice(positions.get(item));
}
