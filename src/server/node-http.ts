import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Visitor } from './access';

/** What a request shows of who sent it. */
export function visitorOf({ method = '', headers }: IncomingMessage): Visitor {
  return {
    method,
    hostHeader: headers.host,
    originHeader: headers.origin,
    cookieHeader: headers.cookie,
  };
}

/** The address a request asks for; undefined where it is none of a server's own. */
export function addressOf({ url = '', headers }: IncomingMessage): URL | undefined {
  const address = `http://${headers.host ?? ''}${url}`;
  return url.startsWith('/') && URL.canParse(address) ? new URL(address) : undefined;
}

/** A request without its body; its signal is raised when the client goes before it is answered. */
export function requestOf(address: URL, { method = 'GET' }: IncomingMessage, response: ServerResponse): Request {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  return new Request(address, { method, signal: left.signal });
}

/** Sends a response; a client that goes in the middle of it is nobody's failure. */
export async function send(answer: Response, response: ServerResponse, isHead: boolean): Promise<void> {
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  response.writeHead(answer.status);
  if (isHead || answer.body === null) {
    await answer.body?.cancel();
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answer.body), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}
