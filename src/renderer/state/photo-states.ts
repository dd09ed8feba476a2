import type { PhotoId } from '../../contract/app/ids';
import type { App } from './app';
import { shownOrder, withStates } from './library';

/** The most photos the host tells of in one call. */
const MOST_AT_ONCE = 500;

/** What happens in quick succession is asked for once. */
const SETTLING_MS = 150;

/** Keeps what stands on thumbnails up to date. */
export interface StateWatch {
  /** The photos in view are these now. */
  inView(photos: readonly PhotoId[]): void;
  /** Something happened that may have changed them: a job went on, another model was set. */
  refresh(): void;
}

/**
 * A watch that asks the host for the photos in view; for all of the folder while the grid is filtered by badges, whose
 * photos cannot be known by looking at some.
 */
export function stateWatch(app: App): StateWatch {
  let visible: readonly PhotoId[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void ask(app, visible);
    }, SETTLING_MS);
  };
  app.library.subscribe((library, before) => {
    if (library.filterBadge !== before.filterBadge) refresh();
  });
  return {
    inView(photos) {
      visible = photos;
      refresh();
    },
    refresh,
  };
}

async function ask(app: App, visible: readonly PhotoId[]): Promise<void> {
  const library = app.library.getState();
  const wanted = library.filterBadge === 'all' ? visible : shownOrder({ ...library, filterBadge: 'all' });
  if (wanted.length === 0) return;
  const client = await app.client();
  for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
    try {
      const states = await client.library.states({ photos: wanted.slice(from, from + MOST_AT_ONCE) });
      app.library.setState((current) => withStates(current, states));
    } catch {
      // A badge that is missing is no reason to disturb anybody: the next look asks again.
      return;
    }
  }
}
