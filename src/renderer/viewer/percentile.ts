/**
 * The value below which a share of the values lies, by the nearest rank.
 *
 * @param sorted ascending, one value at least
 * @param fraction 0 for the least, 0.5 for the median, 1 for the greatest
 */
export function percentileOf(sorted: Float64Array, fraction: number): number {
  return sorted[Math.round(fraction * (sorted.length - 1))]!;
}
