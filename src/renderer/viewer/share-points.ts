/**
 * Shares a number of points among clouds, to each as much of it as the cloud is of all, so that they are drawn equally
 * dense. None gets more points than it has; together they get `points`, rounded up for each.
 *
 * @param sizes the points of each cloud; 0 for one that is not drawn
 */
export function sharePoints(points: number, sizes: readonly number[]): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (points >= total) return sizes;
  return sizes.map((size) => Math.ceil((points * size) / total));
}
