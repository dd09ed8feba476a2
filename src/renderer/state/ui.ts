import type { Failure } from '../../contract/failure';

export const SETTINGS_PAGES = ['processing', 'models', 'storage', 'appearance'] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

/** What is open in the window. */
export interface Ui {
  readonly view: 'library' | 'viewer';
  readonly dialog:
    | { readonly kind: 'export' }
    | { readonly kind: 'compare' }
    | { readonly kind: 'turntable' }
    | { readonly kind: 'settings'; readonly page: SettingsPage }
    | undefined;
  readonly queueOpen: boolean;
  readonly foldersOpen: boolean;
  /** Failures of what the person asked for, oldest first. */
  readonly notices: readonly Notice[];
}

/** A failure, until the person puts it away. */
export interface Notice {
  readonly id: number;
  readonly failure: Failure;
}

export const NEW_UI: Ui = { view: 'library', dialog: undefined, queueOpen: false, foldersOpen: true, notices: [] };

/** More would cover the window. */
const MOST_NOTICES = 3;

/** The window with one more failure told; one that is there already is not told twice. */
export function withNotice(ui: Ui, failure: Failure): Ui {
  const others = ui.notices.filter((notice) => notice.failure.message !== failure.message);
  const id = Math.max(0, ...ui.notices.map((notice) => notice.id)) + 1;
  return { ...ui, notices: [...others, { id, failure }].slice(-MOST_NOTICES) };
}
