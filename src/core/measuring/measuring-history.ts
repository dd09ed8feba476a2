import { advanced, redone, undone, type UndoHistory } from '../history/undo-history';
import type { LevelChoice, Measurement, Measurements } from './measurement';

/** Measurements with what they were before, and what was undone. */
export type MeasuringHistory = UndoHistory<Measurements>;

/** Something a person does to the measurements of a photo. */
export type MeasuringAction =
  | { readonly kind: 'add'; readonly measurement: Measurement }
  | { readonly kind: 'rename'; readonly id: string; readonly name: string }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'level'; readonly level: LevelChoice | undefined }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

/** The history after an action; the very same where it changes nothing. */
export function measured(history: MeasuringHistory, action: MeasuringAction): MeasuringHistory {
  if (action.kind === 'undo') return undone(history);
  if (action.kind === 'redo') return redone(history);
  const next = changed(history.present, action);
  return next === history.present ? history : advanced(history, next);
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
