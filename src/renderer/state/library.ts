import type { FolderId, PhotoId } from '../../contract/app/ids';
import type { PhotoEntry, PhotoState } from '../../contract/app/library';
import type { Failure } from '../../contract/failure';
import { type FolderContent, UNKNOWN_FOLDER } from './folder-content';
import { memoize } from './memoize';
import { type BadgeFilter, filterPhotos, type PhotoSort, sortPhotos } from './photo-order';
import { NOTHING_SELECTED, type Selection, withoutMissing } from './selection';

/** The folders that have been looked into, and what the grid shows of one of them. */
export interface Library {
  readonly folders: Readonly<Record<FolderId, FolderContent>>;
  /** Open in the tree. */
  readonly expanded: ReadonlySet<FolderId>;
  /** In the grid. */
  readonly shown: { readonly id: FolderId; readonly name: string } | undefined;
  readonly sort: PhotoSort;
  readonly filterText: string;
  readonly filterBadge: BadgeFilter;
  readonly states: Readonly<Record<PhotoId, PhotoState>>;
  readonly failures: ReadonlyMap<PhotoId, Failure>;
  readonly selection: Selection;
  /** Grows where thumbnails that could not be made may be tried again. */
  readonly thumbAttempt: number;
}

export const NEW_LIBRARY: Library = {
  folders: {},
  expanded: new Set(),
  shown: undefined,
  sort: { field: 'name', descending: false },
  filterText: '',
  filterBadge: 'all',
  states: {},
  failures: new Map(),
  selection: NOTHING_SELECTED,
  thumbAttempt: 0,
};

const NO_PHOTOS: Readonly<Record<PhotoId, PhotoEntry>> = {};
const NO_STATES: Library['states'] = {};

/** What is known of the folder in the grid. */
export function shownContent({ shown, folders }: Library): FolderContent | undefined {
  return shown && (folders[shown.id] ?? UNKNOWN_FOLDER);
}

/** A photo of the folder in the grid. */
export function shownPhoto(library: Library, id: PhotoId): PhotoEntry | undefined {
  return shownContent(library)?.photos[id];
}

const entriesOf = memoize((photos: Readonly<Record<PhotoId, PhotoEntry>>) => Object.values<PhotoEntry>(photos));

const orderOf = memoize(
  (
    photos: readonly PhotoEntry[],
    sort: PhotoSort,
    text: string,
    badge: BadgeFilter,
    states: Library['states'],
    failures: Library['failures'],
  ) => {
    const passing = filterPhotos(photos, text, badge, (id) => ({
      hasDepth: states[id]?.hasDepth ?? false,
      hasTypedFocal: states[id]?.hasTypedFocal ?? false,
      failed: failures.has(id),
    }));
    return sortPhotos(passing, sort);
  },
);

/**
 * The photos in the grid, in their order. The same list as long as nothing that bears on it changes: what stands on a
 * thumbnail counts only where it is filtered by.
 */
export function shownOrder(library: Library): readonly PhotoId[] {
  const photos = entriesOf(shownContent(library)?.photos ?? NO_PHOTOS);
  const { sort, filterText, filterBadge, states, failures } = library;
  const byBadge = filterBadge !== 'all';
  return orderOf(
    photos,
    sort,
    filterText,
    filterBadge,
    byBadge ? states : NO_STATES,
    byBadge ? failures : NEW_LIBRARY.failures,
  );
}

/** The library after a folder's content changed. */
export function withContent(library: Library, id: FolderId, content: FolderContent): Library {
  const next = { ...library, folders: { ...library.folders, [id]: content } };
  if (library.shown?.id !== id) return next;
  return { ...next, selection: withoutMissing(library.selection, (photo) => photo in content.photos) };
}

/** The library with another folder in the grid: nothing is selected, and the text filter is lifted. */
export function withShown(library: Library, shown: { id: FolderId; name: string }): Library {
  if (library.shown?.id === shown.id) return library;
  return { ...library, shown, selection: NOTHING_SELECTED, filterText: '' };
}

/** The library after what stands on thumbnails was asked anew; the same object where nothing changed. */
export function withStates(library: Library, states: readonly PhotoState[]): Library {
  const changed = states.filter((state) => {
    const known = library.states[state.id];
    return known?.hasDepth !== state.hasDepth || known.hasTypedFocal !== state.hasTypedFocal;
  });
  if (changed.length === 0) return library;
  return {
    ...library,
    states: { ...library.states, ...Object.fromEntries(changed.map((state) => [state.id, state])) },
  };
}
