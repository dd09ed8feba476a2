/** Something a person changes, with what it was before, and what was undone. */
export interface UndoHistory<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
}

/** Further back nobody remembers. */
const MOST_STEPS = 200;

/** A history that begins with what is there. */
export function historyOf<State>(present: State): UndoHistory<State> {
  return { past: [], present, future: [] };
}

/** After a change, which can be undone; what was undone before is forgotten. */
export function advanced<State>({ past, present }: UndoHistory<State>, next: State): UndoHistory<State> {
  return { past: [...past, present].slice(-MOST_STEPS), present: next, future: [] };
}

/** As it was before the last change; the very same history where there is none. */
export function undone<State>(history: UndoHistory<State>): UndoHistory<State> {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  return { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future] };
}

/** As it was before the last undo; the very same history where there is none. */
export function redone<State>(history: UndoHistory<State>): UndoHistory<State> {
  const { past, present, future } = history;
  if (future.length === 0) return history;
  return { past: [...past, present], present: future[0]!, future: future.slice(1) };
}
