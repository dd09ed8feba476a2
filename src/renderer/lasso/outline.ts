import { MOST_CORNERS, type ViewPlace } from '../../core/cloud/lasso';

/** Finer than a pixel of any screen, in parts of half a view's side. */
const STEPS = 1e5;

/** What was drawn as an outline that is kept: evenly thinned to the most corners there may be, and rounded. */
export function outlineOf(drawn: readonly ViewPlace[]): readonly ViewPlace[] {
  const count = Math.min(drawn.length, MOST_CORNERS);
  return Array.from({ length: count }, (_, i) => {
    const [x, y] = drawn[Math.floor((i * drawn.length) / count)]!;
    return [Math.round(x * STEPS) / STEPS, Math.round(y * STEPS) / STEPS];
  });
}
