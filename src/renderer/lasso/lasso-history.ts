import type { LassoStroke } from '../../core/cloud/lasso';

type Strokes = readonly LassoStroke[];

/** The strokes of a photo, what they were before, and what they would be again. */
export interface LassoHistory {
  readonly strokes: Strokes;
  readonly before: readonly Strokes[];
  readonly after: readonly Strokes[];
}

/** Nothing was drawn. */
export const NO_LASSO: LassoHistory = { strokes: [], before: [], after: [] };

/** With other strokes, which can be undone. */
export function withStrokes({ strokes, before }: LassoHistory, next: Strokes): LassoHistory {
  return { strokes: next, before: [...before, strokes], after: [] };
}

/** As it was before the last change; the same where there is none. */
export function undoStroke(history: LassoHistory): LassoHistory {
  const last = history.before.at(-1);
  if (!last) return history;
  return { strokes: last, before: history.before.slice(0, -1), after: [history.strokes, ...history.after] };
}

/** As it was before the last undo; the same where there is none. */
export function redoStroke(history: LassoHistory): LassoHistory {
  const [next, ...after] = history.after;
  return next ? { strokes: next, before: [...history.before, history.strokes], after } : history;
}
