export const APP_SCHEME = 'app';

/** The one origin that windows load from: the user interface, thumbnails and images. */
export const APP_ORIGIN = `${APP_SCHEME}://local`;

/** Whether an address lies in the app's own origin. */
export function isOwnAddress(address: string): boolean {
  // `URL.origin` is 'null' for schemes that are not the web's own.
  return URL.canParse(address) && isOwn(new URL(address));
}

function isOwn({ protocol: scheme, host, username, password }: URL): boolean {
  return scheme === `${APP_SCHEME}:` && host === 'local' && username === '' && password === '';
}
