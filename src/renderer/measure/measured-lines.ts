import type { MeasurementKind } from '../../core/measuring/measurement';

/** Which of so many places are joined to show a measurement: pairs of their numbers. */
export function linesOf(kind: MeasurementKind, places: number): readonly (readonly [from: number, to: number])[] {
  const chain = Array.from({ length: Math.max(places - 1, 0) }, (_, i) => [i, i + 1] as const);
  if (kind === 'box') return chain.map(([, to]) => [0, to] as const);
  return kind === 'area' && places > 2 ? [...chain, [places - 1, 0] as const] : chain;
}
