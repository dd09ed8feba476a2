import { on } from 'node:events';
import { EnvHttpProxyAgent, Pool, request, type Dispatcher } from 'undici';
import { FailureError } from '../failure-error';
import { isAllowedAddress, shownAddress } from './address';
import type { Patience } from './patience';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Of at most 64 KiB each, the chunks that may lie in memory while what came before is written. */
const BUFFERED_CHUNKS = 16;

export interface HttpResponse {
  readonly kind: 'response';
  readonly status: number;
  /** The value of a header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** Bytes as they were sent. Where the connection is lost or stalls, it throws after all that arrived. */
  readonly body: AsyncIterable<readonly [Uint8Array]>;
  /** Lets go of what has not been read. */
  readonly discard: () => void;
}

/** An answer, or why none may be asked for. */
export type HttpAnswer = HttpResponse | { readonly kind: 'refused'; readonly why: string };

export interface HttpClient {
  /**
   * Asks for an address and follows redirects, each to an allowed address.
   *
   * @throws the transport's error where no answer arrives.
   */
  readonly get: (url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<HttpAnswer>;
  readonly close: () => Promise<void>;
}

/**
 * A client that goes through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name.
 *
 * @throws FailureError `DownloadFailed` where a proxy's address is none.
 */
export function createHttpClient(patience: Patience, allowLoopbackHttp: boolean): HttpClient {
  const dispatcher = createDispatcher(patience);
  const ask = async (address: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal) =>
    toResponse(await request(address, { dispatcher, headers, signal }));
  return {
    get: async (url, headers, signal) => {
      let address = new URL(url);
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        const response = await ask(address, headers, signal);
        const location = REDIRECTS.has(response.status) ? response.header('location') : undefined;
        if (location === undefined) return response;
        response.discard();
        if (!URL.canParse(location, address.href)) return { kind: 'refused', why: 'redirects to what is no address' };
        address = new URL(location, address);
        if (!isAllowedAddress(address, allowLoopbackHttp)) {
          return { kind: 'refused', why: `redirects to ${shownAddress(address)}, which is not https` };
        }
      }
      return { kind: 'refused', why: `redirects more than ${MAX_REDIRECTS} times` };
    },
    close: () => dispatcher.destroy(),
  };
}

function createDispatcher({ connectTimeoutMs, stallTimeoutMs }: Patience): Dispatcher {
  const connect = { timeout: connectTimeoutMs };
  const stall = { headersTimeout: stallTimeoutMs, bodyTimeout: stallTimeoutMs };
  try {
    return new EnvHttpProxyAgent({
      ...stall,
      connect,
      // Connections to and through a proxy take their limits from nowhere else.
      proxyTls: connect,
      requestTls: connect,
      clientFactory: (proxy, options) => new Pool(proxy, { ...options, ...stall }),
    });
  } catch (error) {
    throw new FailureError(
      'DownloadFailed',
      'HTTPS_PROXY or HTTP_PROXY holds what is no address of a proxy',
      'Correct or unset the variable, then try again.',
      { cause: error },
    );
  }
}

function toResponse({ statusCode, headers, body }: Dispatcher.ResponseData): HttpResponse {
  // A body that is let go reports that as an error, which nobody else would hear.
  body.on('error', () => undefined);
  // Iterated itself, a stream would drop on an error what has arrived and was not read yet.
  const chunks = on(body, 'data', { close: ['end'], highWaterMark: BUFFERED_CHUNKS }) as AsyncIterable<[Uint8Array]>;
  return {
    kind: 'response',
    status: statusCode,
    header: (name) => [headers[name]].flat()[0],
    body: chunks,
    discard: () => void body.destroy(),
  };
}
