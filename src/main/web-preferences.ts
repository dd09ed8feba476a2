import type { WebPreferences } from 'electron';

/** What a page may do: no Node anywhere, a world of its own for the preload script, Chromium's sandbox. */
export function webPreferences(preload: string, allowsDevTools: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    devTools: allowsDevTools,
    spellcheck: false,
  };
}
