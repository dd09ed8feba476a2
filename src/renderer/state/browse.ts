import type { FolderId } from '../../contract/app/ids';
import type { BrowseEvent } from '../../contract/app/library';
import type { App } from './app';
import { failureOf } from './failure';
import { afterBrowseEvents, type FolderContent, UNKNOWN_FOLDER } from './folder-content';
import { withContent } from './library';

/** Events that come within this time are shown together: each drawing costs more than many events. */
const GATHERING_MS = 60;

/** Looks into folders, and goes on telling what changes in them. */
export interface FolderWatch {
  /** Begins where it has not begun, and again where it failed. */
  watch(folder: FolderId): void;
  /** Ends for folders that are no longer meant. */
  keepOnly(wanted: (folder: FolderId) => boolean): void;
  /** Begins again for all: the host is another one, or has forgotten. */
  restart(): void;
}

/** A watch that writes what it learns into the library. */
export function folderWatch(app: App): FolderWatch {
  const watched = new Map<FolderId, AbortController>();
  const stop = (folder: FolderId): void => {
    watched.get(folder)?.abort();
    watched.delete(folder);
  };
  const watch = (folder: FolderId): void => {
    const isFailed = app.library.getState().folders[folder]?.status === 'failed';
    if (watched.has(folder) && !isFailed) return;
    stop(folder);
    const controller = new AbortController();
    watched.set(folder, controller);
    void follow(app, folder, controller.signal);
  };
  return {
    watch,
    keepOnly(wanted) {
      for (const folder of watched.keys()) if (!wanted(folder)) stop(folder);
    },
    restart() {
      const folders = [...watched.keys()];
      for (const folder of folders) stop(folder);
      for (const folder of folders) watch(folder);
    },
  };
}

async function follow(app: App, folder: FolderId, signal: AbortSignal): Promise<void> {
  let content: FolderContent = UNKNOWN_FOLDER;
  const show = (next: FolderContent): void => {
    content = next;
    if (!signal.aborted) app.library.setState((library) => withContent(library, folder, content));
  };
  const gather = gathered<BrowseEvent>((events) => show(afterBrowseEvents(content, events)));
  try {
    const client = await app.client();
    show(UNKNOWN_FOLDER);
    for await (const event of await client.library.browse({ folder }, { signal })) gather.add(event);
  } catch (error) {
    if (signal.aborted) return;
    gather.flush();
    show({ ...content, status: 'failed', failure: failureOf(error) });
  }
}

function gathered<Event>(take: (events: Event[]) => void): { add(event: Event): void; flush(): void } {
  let events: Event[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (events.length === 0) return;
    const taken = events;
    events = [];
    take(taken);
  };
  return {
    add(event) {
      events.push(event);
      timer ??= setTimeout(flush, GATHERING_MS);
    },
    flush,
  };
}
