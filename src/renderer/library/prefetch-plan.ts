/**
 * Which photos to fetch ahead, by their places in the grid: those just ahead of what is in view first, then those just
 * behind, alternating outwards, at most `reach` places in each direction.
 */
export function prefetchPlan(view: { first: number; last: number }, count: number, reach: number): number[] {
  const places: number[] = [];
  for (let distance = 1; distance <= reach; distance++) {
    if (view.last + distance < count) places.push(view.last + distance);
    if (view.first - distance >= 0) places.push(view.first - distance);
  }
  return places;
}
