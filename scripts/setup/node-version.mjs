import { giveUp } from './say.mjs';

/** The oldest release of each line that Fathom and its tools run on; lines between and below them lack a piece. */
const oldestMinorOfMajor = new Map([
  [20, 19],
  [22, 13],
]);

/**
 * @param {string} version As in `process.versions.node`.
 * @returns {boolean} Whether Fathom runs on it.
 */
export function isNodeSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const oldestMinor = oldestMinorOfMajor.get(major);
  return oldestMinor === undefined ? major > 22 : minor >= oldestMinor;
}

/** Ends the program with an explanation when this Node is too old. */
export function ensureNodeVersion() {
  if (isNodeSupported(process.versions.node)) return;
  giveUp(
    `Fathom needs Node 20.19 or newer (of Node 22: 22.13 or newer); this is Node ${process.versions.node}.`,
    'Install the current long-term version from https://nodejs.org, open a new terminal, and run the same command again.',
  );
}
