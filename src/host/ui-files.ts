import { realpath } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** What the page may load, and from where: its own origin only, no inline code, no `eval`, no frames, no forms. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer that a page may get, whatever it asked for. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Kinds of file that the builder writes; no other kind is served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** One file of the user interface. */
export interface UiFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** Whether the builder put a hash of the content into the name, so that it never changes. */
  readonly isImmutable: boolean;
}

// The callback form: Electron teaches it, not the one of `fs/promises`, to look into an archive.
const realPathOf = promisify(realpath);

/**
 * A file of the built user interface by the path of its address, `/` being its page. Undefined for whatever is not a
 * file of a known kind within the folder: links are followed before that is judged.
 *
 * @param root the folder of the built user interface.
 * @param pathname the path of the address as it was sent, percent-encoded.
 */
export async function uiFile(root: string, pathname: string): Promise<UiFile | undefined> {
  const segments = pathSegments(pathname === '/' ? '/index.html' : pathname);
  const contentType = contentTypes[path.extname(segments?.at(-1) ?? '').toLowerCase()];
  if (!segments || !contentType) return undefined;
  try {
    const realRoot = await realPathOf(root);
    const file = await realPathOf(path.join(realRoot, ...segments));
    if (!isWithin(realRoot, file)) return undefined;
    const bytes = new Uint8Array(await readFile(file));
    return { bytes, contentType, isImmutable: segments[0] === 'assets' };
  } catch {
    return undefined;
  }
}

/** Undefined where a segment could mean another place than a name within its folder, on any system. */
function pathSegments(pathname: string): string[] | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const [beforeRoot, ...segments] = decoded.split('/');
  // A colon names a drive or a stream beside the file on Windows; what is still encoded was encoded twice.
  const isName = (segment: string): boolean =>
    segment !== '' && segment !== '.' && segment !== '..' && !/[\0\\:%]/.test(segment);
  return beforeRoot === '' && segments.every(isName) ? segments : undefined;
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
