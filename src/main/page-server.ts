import { securityHeaders, uiFile } from '../host/ui-files';
import { isOwnAddress } from './app-origin';

/** Where answers come from. */
export interface PageSources {
  /** The folder of the built user interface. */
  readonly uiFolder: string;
  /** Pictures by opaque id; undefined for an address that names none. */
  picture(request: Request): Promise<Response | undefined>;
}

/** Answers everything that the app's page asks of its own origin. */
export async function servePage(request: Request, sources: PageSources): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(refusal(405));
  if (!isOwnAddress(request.url)) return answer(refusal(404));
  const response = (await sources.picture(request)) ?? (await serveUiFile(request, sources.uiFolder));
  return answer(response, request.method === 'HEAD');
}

async function serveUiFile(request: Request, uiFolder: string): Promise<Response> {
  const file = await uiFile(uiFolder, new URL(request.url).pathname);
  if (!file) return refusal(404);
  const caching = file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  return new Response(file.bytes, { headers: { 'Content-Type': file.contentType, 'Cache-Control': caching } });
}

function refusal(status: number): Response {
  return new Response(null, { status });
}

function answer(response: Response, withoutBody = false): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(securityHeaders)) headers.set(name, value);
  return new Response(withoutBody ? null : response.body, { status: response.status, headers });
}
