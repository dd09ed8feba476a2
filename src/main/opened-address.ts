import { statSync } from 'node:fs';
import path from 'node:path';
import { PHOTO_EXTENSIONS } from './photo-extensions';

/** The scheme of addresses that other programs and pages may open the app by: `fathom://open?path=/a/photo.jpg`. */
export const ADDRESS_SCHEME = 'fathom';

/** More is no choice of a person's. */
const MOST_PATHS = 100;
const LONGEST_ADDRESS = 32_768;

/** Why an address opens nothing. */
export type AddressFault = 'notUnderstood' | 'notThere' | 'noPhoto';

/** What an address asks for: absolute paths of photos and folders there are, or why it is refused as a whole. */
export type OpenedAddress =
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'refused'; readonly fault: AddressFault };

/**
 * Reads an address. Any page may have written it, so it can do one thing only: name photos and folders of this machine to
 * be shown. A network share is not even looked for, since asking for it tells its server who asks.
 */
export function readAddress(text: string): OpenedAddress {
  const paths = namedPaths(text);
  if (!paths) return { kind: 'refused', fault: 'notUnderstood' };
  const faults = paths.map(faultOf).filter((fault) => fault !== undefined);
  const [fault] = faults;
  return fault ? { kind: 'refused', fault } : { kind: 'paths', paths };
}

/** The addresses among a program's arguments. */
export function addressesInArguments(argv: readonly string[]): string[] {
  return argv.slice(1).filter((argument) => argument.toLowerCase().startsWith(`${ADDRESS_SCHEME}:`));
}

function namedPaths(text: string): string[] | undefined {
  if (text.length > LONGEST_ADDRESS || !URL.canParse(text)) return undefined;
  const { protocol, host, username, password, pathname, hash, searchParams } = new URL(text);
  const isPlain = [username, password, hash].every((part) => part === '') && (pathname === '' || pathname === '/');
  if (protocol !== `${ADDRESS_SCHEME}:` || host !== 'open' || !isPlain) return undefined;
  const entries = [...searchParams];
  if (entries.length === 0 || entries.length > MOST_PATHS || entries.some(([name]) => name !== 'path'))
    return undefined;
  const paths = entries.map(([, value]) => value);
  return paths.every(isPlainPath) ? paths : undefined;
}

/** Absolute, on this machine, spelled without detours. */
function isPlainPath(where: string): boolean {
  const isShare = /^[\\/]{2}/.test(where);
  return path.isAbsolute(where) && !isShare && !where.includes('\0') && path.normalize(where) === where;
}

function faultOf(where: string): AddressFault | undefined {
  try {
    const stats = statSync(where);
    if (stats.isDirectory()) return undefined;
    const extension = path.extname(where).slice(1).toLowerCase();
    return stats.isFile() && PHOTO_EXTENSIONS.includes(extension) ? undefined : 'noPhoto';
  } catch {
    return 'notThere';
  }
}
