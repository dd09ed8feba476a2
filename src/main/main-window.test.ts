import { expect, it, vi } from 'vitest';
import { webPreferences } from './main-window';

vi.mock('electron', () => ({ protocol: {} })); // no Electron under Node; nothing of it is called here

it('gives a page neither Node nor anything else that Electron could', () => {
  expect(webPreferences('/preload.cjs', false)).toEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    devTools: false,
    spellcheck: false,
  });
});
