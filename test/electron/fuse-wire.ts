import { readFileSync } from 'node:fs';

/** Stands before the fuses in Electron's program (electron/electron `build/fuses`). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Names of the fuses by their place on the wire, as electron-builder calls them. */
const NAMES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

/** Reads the fuses burnt into a program of Electron's; those it does not have yet are left out. */
export function readFuses(program: string): Partial<Record<(typeof NAMES)[number], boolean>> {
  const bytes = readFileSync(program);
  const at = bytes.indexOf(SENTINEL);
  if (at < 0) throw new Error(`${program} has no fuses: it is no Electron`);
  // After the sentinel: the wire's version, its length, then one character a fuse.
  const lengthAt = at + SENTINEL.length + 1;
  const wire = bytes.subarray(lengthAt + 1, lengthAt + 1 + bytes[lengthAt]!).toString('latin1');
  return Object.fromEntries(NAMES.slice(0, wire.length).map((name, i) => [name, wire[i] === '1']));
}
