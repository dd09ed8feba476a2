import { setTimeout as wait } from 'node:timers/promises';
import { app, dialog, type BrowserWindow } from 'electron';
import type { Host } from '../host/host';
import type { AppLog } from './app-log';
import type { NativeWords } from './native-words';

/** What quitting has to look after. */
export interface QuitOptions {
  readonly host: Host;
  readonly window: BrowserWindow;
  readonly log: AppLog;
  readonly words: () => NativeWords;
  /** Electron's `app.getGPUInfo('complete')`. */
  readonly lookingAtGraphics: Promise<unknown>;
}

/** What Chromium's look at the graphics card may hold up the end of the app. */
const LONGEST_LOOK_MS = 5000;

/**
 * Has the app quit in order: asks first where that would interrupt an export, lets the file being written finish, ends
 * the engine. Closing the window quits, on every system: there is nothing without it.
 */
export function guardQuit(options: QuitOptions): void {
  const { host, window, log, lookingAtGraphics } = options;
  let stage: 'open' | 'asking' | 'closing' | 'closed' = 'open';

  const quit = async (): Promise<void> => {
    stage = 'asking';
    if (host.isBusy() && !(await confirmsQuit(options))) {
      stage = 'open';
      return;
    }
    stage = 'closing';
    window.hide();
    try {
      await host.close();
    } catch (error) {
      log.error('The host did not close:', error);
    }
    // Electron that quits while it asks its graphics process dies of a segmentation fault: seen in one start of twenty.
    await Promise.race([lookingAtGraphics.catch(() => undefined), wait(LONGEST_LOOK_MS)]);
    stage = 'closed';
    app.quit();
  };

  app.on('before-quit', (event) => {
    if (stage === 'closed') return;
    event.preventDefault();
    if (stage === 'open') void quit();
  });
  // Packages that tidy up after themselves listen to signals too, and would end the process in the midst of this.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  window.on('close', (event) => {
    if (stage === 'closed') return;
    event.preventDefault();
    app.quit();
  });
}

async function confirmsQuit({ window, words }: QuitOptions): Promise<boolean> {
  const { quitWhileRunning, quitWhileRunningDetail, quitAnyway, keepRunning } = words();
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: quitWhileRunning,
    detail: quitWhileRunningDetail,
    buttons: [quitAnyway, keepRunning],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
