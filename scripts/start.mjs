import { giveUp } from './setup/say.mjs';

// Exits with 1: what was asked for did not start, and a script that waits for a window should hear so.
giveUp(
  'The desktop window is not part of this version of Fathom yet; the command line is.',
  '',
  '  npm run demo                                   point clouds of the bundled photos',
  '  npm run fathom -- convert PHOTO --out FOLDER   your own photo',
  '  npm run fathom -- --help                       everything else',
);
