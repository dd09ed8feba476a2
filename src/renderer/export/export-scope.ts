import type { PhotoId } from '../../contract/app/ids';
import type { ExportScope } from '../../contract/app/jobs';
import type { Library } from '../state/library';
import { shownOrder } from '../state/library';

export const SCOPE_NAMES = ['photo', 'selection', 'folder', 'folderRecursive'] as const;
export type ScopeName = (typeof SCOPE_NAMES)[number];

/** What may be exported now: the names that stand for something, each with what it stands for. */
export type ScopeChoices = Partial<Record<ScopeName, ExportScope>>;

/** The choices there are, by what is in view and selected. The selection keeps the grid's order. */
export function scopeChoices(library: Library, photoInView: PhotoId | undefined): ScopeChoices {
  const { selected } = library.selection;
  const order = shownOrder(library);
  const selection = order.filter((id) => selected.has(id));
  const { shown } = library;
  return {
    ...(photoInView !== undefined && { photo: { kind: 'photos', photos: [photoInView] } }),
    ...(selection.length > 0 && { selection: { kind: 'photos', photos: selection } }),
    ...(shown && {
      folder: { kind: 'folder', folder: shown.id, recursive: false },
      folderRecursive: { kind: 'folder', folder: shown.id, recursive: true },
    }),
  };
}

/** What is most likely meant: the photo in view, what was selected on purpose, else the folder. */
export function likelyScope(choices: ScopeChoices): ScopeName | undefined {
  return SCOPE_NAMES.find((name) => choices[name] !== undefined);
}
