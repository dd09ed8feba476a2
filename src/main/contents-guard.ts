import type { WebContents } from 'electron';
import { isOwnAddress } from './app-origin';

/** Keeps a page where it is: no way out of the app's origin, no second window, no embedded one. */
export function guardContents(contents: WebContents): void {
  const stay = (details: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnAddress(details.url)) details.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
