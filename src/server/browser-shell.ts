import type { LinkAddresses } from '../contract/app/about';
import type { Shell } from '../host/shell';

const REASON = 'a page in a browser cannot ask for files of the machine that serves it';

/** The surroundings of a host whose windows are pages in a browser, perhaps on another machine. */
export const browserShell = (links: LinkAddresses): Shell => ({
  kind: 'browser',
  can: { chooseFiles: false, showInFolder: false },
  links,
  chooseFolder: () => Promise.reject(new Error(REASON)),
  choosePhotos: () => Promise.reject(new Error(REASON)),
  chooseModel: () => Promise.reject(new Error(REASON)),
  chooseDepth: () => Promise.reject(new Error(REASON)),
  chooseDestination: () => Promise.reject(new Error(REASON)),
  showInFolder: () => undefined,
  // The page opens links itself.
  openLink: () => undefined,
});
