import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** What the page sees of the app around it: two calls, each of one meaning. */
const fathom = {
  /** Asks for ports to the host and the engine; each arrives as a window message `{ fathomPort: name }`. */
  connect: (): void => ipcRenderer.send('fathom:connect'),
  /** Has the host open files that were dropped. Where they lie goes to the host only. */
  openDropped: (files: File[]): void => {
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    ipcRenderer.send('fathom:dropped', paths);
  },
};

ipcRenderer.on('fathom:port', (event, name: string) => {
  window.postMessage({ fathomPort: name }, window.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld('fathom', fathom);
