import { protocol } from 'electron';
import { APP_SCHEME } from './app-origin';

/** Makes the app's scheme one with an origin of its own. Once, before Electron is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}
