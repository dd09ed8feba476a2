import type { Session } from 'electron';
import { isOwnAddress } from './app-origin';

/**
 * Whether the window's session may load an address. Everything comes from the app's own origin: no file, no web page and
 * no socket is ever asked for.
 */
export function mayLoad(address: string, allowsDevTools: boolean): boolean {
  if (isOwnAddress(address)) return true;
  if (address.startsWith('blob:')) return isOwnAddress(address.slice('blob:'.length));
  return allowsDevTools && address.startsWith('devtools://');
}

/** Whether the page may have something saved: what it made itself only. The person is asked where to. */
export function maySave(address: string): boolean {
  return address.startsWith('blob:') && isOwnAddress(address.slice('blob:'.length));
}

/** Denies a session all that the app's page has no need of: permissions, devices, foreign downloads and addresses. */
export function guardSession(session: Session, allowsDevTools: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!maySave(item.getURL())) event.preventDefault();
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, allowsDevTools) }));
}
