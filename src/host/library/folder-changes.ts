import { watch, type FSWatcher } from 'node:fs';
import { EventQueue } from '../../contract/event-queue';

/** A copy or a save touches a folder many times: it is looked at again once it has been quiet for so long. */
const QUIET_MS = 300;

/**
 * Watches a folder from now on: one turn for each time it has changed and been quiet again. Ends with the signal, and
 * where the folder cannot be watched: a network disk, a system at its limit, a folder that is gone.
 */
export function folderChanges(folder: string, signal: AbortSignal): AsyncIterator<'changed', void, void> {
  const changes = new EventQueue<'changed'>();
  let quiet: NodeJS.Timeout | undefined;
  const watcher = watchFolder(folder, () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      changes.push('changed');
    }, QUIET_MS);
    quiet.unref();
  });
  const end = (): void => {
    clearTimeout(quiet);
    watcher?.close();
    changes.close();
  };
  watcher?.on('error', end);
  signal.addEventListener('abort', end, { once: true });
  if (!watcher || signal.aborted) end();
  return changes[Symbol.asyncIterator]();
}

function watchFolder(folder: string, onTouch: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, onTouch);
  } catch {
    return undefined;
  }
}
