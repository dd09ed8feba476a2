import { dialog, type BrowserWindow, type Session } from 'electron';
import type { NativeWords } from './native-words';

/** Says that a file which the page made could not be written, and leaves no part of it. */
export function tellUnsavedFiles(session: Session, window: BrowserWindow, words: () => NativeWords): void {
  session.on('will-download', (_event, item) => {
    let isTold = false;
    const tell = (): void => {
      if (isTold) return;
      isTold = true;
      const { fileUnsaved: message, fileUnsavedDetail: remedy } = words();
      void dialog.showMessageBox(window, { type: 'warning', message, detail: `${item.getSavePath()}\n${remedy}` });
    };
    item.on('updated', (_update, state) => {
      if (state !== 'interrupted') return;
      tell();
      // It would wait to be resumed, with what it has written so far.
      item.cancel();
    });
    item.once('done', (_done, state) => {
      if (state === 'interrupted') tell();
    });
  });
}
