import type { LevelChoice, Measurement, Measurements } from './measurement';

/** Measurements with what they were before, and what was undone. */
export interface MeasuringHistory {
  readonly past: readonly Measurements[];
  readonly present: Measurements;
  readonly future: readonly Measurements[];
}

/** Something a person does to the measurements of a photo. */
export type MeasuringAction =
  | { readonly kind: 'add'; readonly measurement: Measurement }
  | { readonly kind: 'rename'; readonly id: string; readonly name: string }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'level'; readonly level: LevelChoice | undefined }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

/** Further back nobody remembers. */
const MOST_STEPS = 200;

/** A history that begins with what was kept. */
export function historyOf(present: Measurements): MeasuringHistory {
  return { past: [], present, future: [] };
}

/** The history after an action; the very same where it changes nothing. */
export function measured(history: MeasuringHistory, action: MeasuringAction): MeasuringHistory {
  const { past, present, future } = history;
  if (action.kind === 'undo') {
    const before = past.at(-1);
    return before ? { past: past.slice(0, -1), present: before, future: [present, ...future] } : history;
  }
  if (action.kind === 'redo') {
    const [after, ...rest] = future;
    return after ? { past: [...past, present], present: after, future: rest } : history;
  }
  const next = changed(present, action);
  return next === present ? history : { past: [...past, present].slice(-MOST_STEPS), present: next, future: [] };
}

function changed(present: Measurements, action: Exclude<MeasuringAction, { kind: 'undo' | 'redo' }>): Measurements {
  const { list } = present;
  switch (action.kind) {
    case 'add':
      return { ...present, list: [...list, action.measurement] };
    case 'rename':
      return list.some(({ id, name }) => id === action.id && name !== action.name)
        ? { ...present, list: list.map((each) => (each.id === action.id ? { ...each, name: action.name } : each)) }
        : present;
    case 'remove':
      return list.some(({ id }) => id === action.id)
        ? { ...present, list: list.filter(({ id }) => id !== action.id) }
        : present;
    case 'clear':
      return list.length > 0 ? { ...present, list: [] } : present;
    case 'level':
      return { ...present, level: action.level };
  }
}
