import type { Host } from '../host/host';
import { securityHeaders, uiFile } from '../host/ui-files';
import type { Access, Visitor } from './access';
import { refusalPage } from './refusal-page';

/** What a server answers with. */
export interface Site {
  readonly access: Access;
  readonly host: Pick<Host, 'picture'>;
  /** The built user interface. */
  readonly uiFolder: string;
}

/**
 * Answers a request for a page, a file of the user interface or a picture. Every answer carries the same security
 * headers as in the desktop app.
 */
export async function answer(site: Site, request: Request, visitor: Visitor): Promise<Response> {
  const response = await answerVisitor(site, request, visitor);
  for (const [name, value] of Object.entries(securityHeaders)) {
    // A page of words alone is stricter than that.
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}

async function answerVisitor({ access, host, uiFolder }: Site, request: Request, visitor: Visitor): Promise<Response> {
  const foreign = access.refuseOrigin(visitor);
  if (foreign) return refusalPage(foreign);
  const { pathname, searchParams } = new URL(request.url);
  const token = searchParams.get('token');
  if (token !== null && pathname === '/') return exchangeToken(access, token);
  const refusal = access.refuse(visitor);
  if (refusal) return refusalPage(refusal);
  return (await host.picture(request)) ?? (await fileOfUi(uiFolder, pathname, request.method));
}

/** Takes the token out of the address bar and the history at once. */
function exchangeToken(access: Access, token: string): Response {
  if (!access.isToken(token)) return refusalPage('wrongToken');
  return new Response(null, {
    status: 303,
    headers: { location: '/', 'set-cookie': access.setCookie(), 'cache-control': 'no-store' },
  });
}

async function fileOfUi(uiFolder: string, pathname: string, method: string): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD')
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const file = await uiFile(uiFolder, pathname);
  if (!file) return new Response('There is nothing here.\n', { status: 404, headers: { 'cache-control': 'no-store' } });
  return new Response(file.bytes, {
    headers: {
      'content-type': file.contentType,
      'content-length': String(file.bytes.byteLength),
      'cache-control': file.isImmutable ? 'private, max-age=31536000, immutable' : 'no-cache',
    },
  });
}
