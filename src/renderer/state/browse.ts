import type { FolderId } from '../../contract/app/ids';
import type { BrowseEvent } from '../../contract/app/library';
import type { App } from './app';
import { failureOf } from './failure';
import { afterBrowseEvents, type FolderContent, UNKNOWN_FOLDER } from './folder-content';
import { type Library, withContent } from './library';

/** Events that come within this time are shown together: each drawing costs more than many events. */
const GATHERING_MS = 60;

/** Looks into folders, and goes on telling what changes in them. */
export interface FolderWatch {
  /** Begins where it has not begun, and again where it failed. */
  watch(folder: FolderId): void;
  /** Ends for folders that are no longer meant. */
  keepOnly(wanted: (folder: FolderId) => boolean): void;
  /** Begins again for all, the host is another one or has forgotten; returns once they are known again. */
  restart(): Promise<void>;
}

/** A watch that writes what it learns into the library. */
export function folderWatch(app: App): FolderWatch {
  const watched = new Map<FolderId, AbortController>();
  const stop = (folder: FolderId): void => {
    watched.get(folder)?.abort();
    watched.delete(folder);
  };
  const watch = (folder: FolderId): Promise<void> => {
    const isFailed = app.library.getState().folders[folder]?.status === 'failed';
    if (watched.has(folder) && !isFailed) return Promise.resolve();
    stop(folder);
    const controller = new AbortController();
    watched.set(folder, controller);
    return follow(app, folder, controller.signal);
  };
  return {
    watch: (folder) => void watch(folder),
    keepOnly(wanted) {
      for (const folder of watched.keys()) if (!wanted(folder)) stop(folder);
    },
    async restart() {
      const parentOf = parents(app.library.getState().folders);
      const again = new Set([...watched.keys()].flatMap((folder) => lineOf(folder, parentOf)));
      for (const folder of [...watched.keys()]) stop(folder);
      // A new host knows a folder once it has looked into the one that it lies in.
      const begin = async (folder: FolderId): Promise<void> => {
        await watch(folder);
        await Promise.all([...again].filter((inner) => parentOf.get(inner) === folder).map(begin));
      };
      await Promise.all([...again].filter((folder) => !parentOf.has(folder)).map(begin));
    },
  };
}

function parents(folders: Library['folders']): ReadonlyMap<FolderId, FolderId> {
  const entries = Object.entries(folders) as [FolderId, FolderContent][];
  return new Map(entries.flatMap(([id, content]) => content.folders.map((inner) => [inner.id, id] as const)));
}

/** A folder, and those that it lies in. */
function lineOf(folder: FolderId, parentOf: ReadonlyMap<FolderId, FolderId>): FolderId[] {
  const parent = parentOf.get(folder);
  return parent === undefined ? [folder] : [folder, ...lineOf(parent, parentOf)];
}

/**
 * Tells the library what a folder holds, for as long as the signal allows. What was known before stands until all is
 * known again, so that selection and place in the grid stay.
 *
 * @returns once all of it is known, or cannot be.
 */
function follow(app: App, folder: FolderId, signal: AbortSignal): Promise<void> {
  const before = app.library.getState().folders[folder] ?? UNKNOWN_FOLDER;
  const keeps = before.photoCount > 0 || before.folders.length > 0;
  let content: FolderContent = UNKNOWN_FOLDER;
  return new Promise((resolve) => {
    const show = (next: FolderContent): void => {
      content = next;
      const shown: FolderContent = keeps && next.status === 'loading' ? { ...before, status: 'complete' } : next;
      if (!signal.aborted) app.library.setState((library) => withContent(library, folder, shown));
      if (next.status !== 'loading') resolve();
    };
    const gather = gathered<BrowseEvent>((events) => show(afterBrowseEvents(content, events)));
    const listen = async (): Promise<void> => {
      const client = await app.client();
      show(UNKNOWN_FOLDER);
      for await (const event of await client.library.browse({ folder }, { signal })) gather.add(event);
    };
    listen()
      .catch((error: unknown) => {
        // A connection that is lost tells so itself; what is known stands until the host is there again.
        if (signal.aborted || app.session.getState().link.state !== 'connected') return;
        gather.flush();
        show({ ...(content.status === 'loading' ? before : content), status: 'failed', failure: failureOf(error) });
      })
      .finally(resolve);
  });
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
