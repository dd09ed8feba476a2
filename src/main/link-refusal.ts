import { dialog, type BrowserWindow } from 'electron';
import type { NativeWords } from './native-words';
import type { AddressFault } from './opened-address';

/** Says why a link was not opened; one at a time, so that a page full of links cannot fill the screen. */
export function linkRefusal(window: BrowserWindow, words: () => NativeWords): (fault: AddressFault) => void {
  let isSaid = false;
  return (fault) => {
    if (isSaid) return;
    isSaid = true;
    const { linkRefused: message, [fault]: detail } = words();
    void dialog.showMessageBox(window, { type: 'warning', message, detail }).finally(() => {
      isSaid = false;
    });
  };
}
