import type { WebContents } from 'electron';
import type { AppLog } from './app-log';

/** A page that fails again within this time of its last failure would only fail once more. */
const SOON_MS = 10_000;

/** Loads the page again when its process has failed, and keeps in the log what went wrong. */
export function keepPageAlive(contents: WebContents, log: AppLog): void {
  let failedAtMs = -SOON_MS;
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error(`The page's process ended: ${reason} (${exitCode})`);
    const nowMs = performance.now();
    if (reason !== 'clean-exit' && nowMs - failedAtMs > SOON_MS) contents.reload();
    failedAtMs = nowMs;
  });
  contents.on('unresponsive', () => log.warn('The page does not answer'));
  contents.on('preload-error', (_event, file, error) => log.error('The preload script failed:', file, error));
}
