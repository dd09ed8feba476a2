import type { PhotoId } from '../../contract/app/ids';

/** Which photos of the grid are selected, and where the keyboard stands. */
export interface Selection {
  readonly selected: ReadonlySet<PhotoId>;
  /** Where a range begins. */
  readonly anchor: PhotoId | undefined;
  /** Where the keyboard stands. */
  readonly focus: PhotoId | undefined;
}

export const NOTHING_SELECTED: Selection = { selected: new Set(), anchor: undefined, focus: undefined };

/** `only` drops what was selected before, `toggle` adds or takes away one, `range` reaches from the anchor. */
export type SelectMode = 'only' | 'toggle' | 'range';

/** The selection after a click on a photo, or a key that comes to the same. */
export function select(selection: Selection, order: readonly PhotoId[], photo: PhotoId, mode: SelectMode): Selection {
  switch (mode) {
    case 'only':
      return { selected: new Set([photo]), anchor: photo, focus: photo };
    case 'toggle': {
      const selected = new Set(selection.selected);
      if (!selected.delete(photo)) selected.add(photo);
      return { selected, anchor: photo, focus: photo };
    }
    case 'range': {
      const anchor = selection.anchor ?? photo;
      const [from, to] = [order.indexOf(anchor), order.indexOf(photo)].sort((a, b) => a - b);
      if (from === undefined || to === undefined || from < 0) return select(selection, order, photo, 'only');
      return { selected: new Set(order.slice(from, to + 1)), anchor, focus: photo };
    }
  }
}

/** Every photo selected; the keyboard stays where it stands. */
export function selectAll(selection: Selection, order: readonly PhotoId[]): Selection {
  return { ...selection, selected: new Set(order), focus: selection.focus ?? order[0] };
}

/** The selection without photos that are gone from the grid; the same object where none is. */
export function withoutMissing(selection: Selection, exists: (photo: PhotoId) => boolean): Selection {
  const { selected, anchor, focus } = selection;
  const kept = [...selected].filter(exists);
  const isWhole = kept.length === selected.size && (anchor === undefined || exists(anchor));
  if (isWhole && (focus === undefined || exists(focus))) return selection;
  return {
    selected: new Set(kept),
    anchor: anchor !== undefined && exists(anchor) ? anchor : undefined,
    focus: focus !== undefined && exists(focus) ? focus : undefined,
  };
}

export const GRID_KEYS = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
] as const;
export type GridKey = (typeof GRID_KEYS)[number];

/** Where a key leads from a place in a grid; stays within it. */
export function keyTarget(index: number, key: GridKey, grid: { count: number; columns: number; rows: number }): number {
  const { count, columns, rows } = grid;
  const clamp = (target: number): number => Math.max(0, Math.min(count - 1, target));
  switch (key) {
    case 'ArrowLeft':
      return clamp(index - 1);
    case 'ArrowRight':
      return clamp(index + 1);
    case 'ArrowUp':
      return index - columns < 0 ? index : index - columns;
    case 'ArrowDown':
      return isInLastRow(index, count, columns) ? index : clamp(index + columns);
    case 'PageUp':
      return Math.max(index % columns, index - columns * rows);
    case 'PageDown':
      return clamp(index + columns * rows);
    case 'Home':
      return 0;
    case 'End':
      return clamp(count - 1);
  }
}

function isInLastRow(index: number, count: number, columns: number): boolean {
  return Math.floor(index / columns) === Math.floor((count - 1) / columns);
}
