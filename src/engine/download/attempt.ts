import { FailureError, systemErrorCode } from '../failure-error';
import { parseContentRange } from './content-range';
import type { MirrorFault } from './download-failure';
import type { HttpClient, HttpResponse } from './http-client';
import type { Origin, PartialFile } from './partial-file';
import type { RemoteFile } from './remote-file';
import { parseRetryAfter } from './retry-wait';

/** How an attempt to get what is missing of a file from one mirror ended. */
export type Attempt =
  | { readonly kind: 'complete' }
  /** Another attempt may go further, at best after the wait the mirror asked for. */
  | { readonly kind: 'interrupted'; readonly why: string; readonly askedWaitMs?: number | undefined }
  /** Nothing is to be had of this mirror. */
  | { readonly kind: 'useless'; readonly fault: MirrorFault };

export interface Source {
  readonly client: HttpClient;
  readonly url: string;
  readonly file: RemoteFile;
  readonly part: PartialFile;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/**
 * Asks a mirror once for the bytes that `part` lacks, and adds them to it as they arrive. Bytes are added only to those
 * of the same version of the same mirror, and at their place.
 *
 * @throws FailureError where they cannot be written; the signal's reason where it is raised.
 */
export async function attemptTransfer(source: Source): Promise<Attempt> {
  const { client, url, part, signal } = source;
  const resumedAt = canResume(part, url) ? part.length : 0;
  try {
    const answer = await client.get(url, requestHeaders(part.origin, resumedAt), signal);
    if (answer.kind === 'refused') return useless('DownloadRefused', answer.why);
    try {
      return (await prepare(source, answer, resumedAt)) ?? (await receive(source, answer, resumedAt));
    } finally {
      answer.discard();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FailureError) throw error;
    return { kind: 'interrupted', why: transportWords(error) };
  }
}

const useless = (code: MirrorFault['code'], why: string): Attempt => ({ kind: 'useless', fault: { code, why } });

const canResume = ({ origin, length }: PartialFile, url: string): boolean =>
  length > 0 && origin?.url === url && validatorOf(origin) !== undefined;

/** What If-Range takes (RFC 9110, §13.1.5): a strong entity tag, or else the date of change. */
function validatorOf({ etag, lastModified }: Origin): string | undefined {
  return etag !== undefined && !etag.startsWith('W/') ? etag : lastModified;
}

function requestHeaders(origin: Origin | undefined, resumedAt: number): Record<string, string> {
  // A compressed answer has other bytes, and some servers ignore Range to give one.
  const headers = { 'user-agent': 'fathom', 'accept-encoding': 'identity' };
  const validator = origin && validatorOf(origin);
  if (resumedAt === 0 || validator === undefined) return headers;
  return { ...headers, range: `bytes=${resumedAt}-`, 'if-range': validator };
}

/** Makes `part` ready for the body of the answer; or ends the attempt, where the body is not what was asked for. */
async function prepare(source: Source, response: HttpResponse, resumedAt: number): Promise<Attempt | undefined> {
  const { status } = response;
  const encoding = response.header('content-encoding') ?? 'identity';
  if (status < 300 && encoding !== 'identity') return useless('DownloadFailed', `sends it encoded (${encoding})`);
  if (status === 200) return prepareWhole(source, response);
  if (status === 206 && resumedAt > 0) return prepareRest(source, response, resumedAt);
  if (status === 416 && resumedAt > 0) return startOver(source, 'cannot go on where the download stopped');
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const retryAfter = response.header('retry-after');
    const askedWaitMs = retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, Date.now());
    return { kind: 'interrupted', why: `answers ${status}`, askedWaitMs };
  }
  return useless('DownloadFailed', `answers ${status}`);
}

async function prepareWhole({ url, file, part }: Source, response: HttpResponse): Promise<Attempt | undefined> {
  const length = response.header('content-length');
  if (length !== undefined && Number(length) !== file.bytes) {
    return useless('DownloadFailed', `has another file: ${length} bytes instead of ${file.bytes}`);
  }
  await part.restart({ url, etag: response.header('etag'), lastModified: response.header('last-modified') });
  return undefined;
}

async function prepareRest(source: Source, response: HttpResponse, resumedAt: number): Promise<Attempt | undefined> {
  const range = parseContentRange(response.header('content-range') ?? '');
  const etag = response.header('etag');
  const knownEtag = source.part.origin?.etag;
  const isSameVersion = etag === undefined || knownEtag === undefined || etag === knownEtag;
  if (isSameVersion && range?.start === resumedAt && range.total === source.file.bytes) return undefined;
  return startOver(source, 'goes on with other bytes than were asked for');
}

async function startOver({ part }: Source, why: string): Promise<Attempt> {
  await part.restart();
  return { kind: 'interrupted', why };
}

async function receive({ file, part, onBytes }: Source, response: HttpResponse, resumedAt: number): Promise<Attempt> {
  for await (const [chunk] of response.body) {
    if (part.length + chunk.byteLength > file.bytes) {
      await part.restart();
      return useless('DownloadFailed', `sends more than the file's ${file.bytes} bytes`);
    }
    await part.append(chunk);
    onBytes(chunk.byteLength);
  }
  if (part.length < file.bytes) {
    return { kind: 'interrupted', why: `ends after ${part.length} of ${file.bytes} bytes` };
  }
  if (part.isWhole()) return { kind: 'complete' };
  await part.restart();
  const why = 'has another file: its SHA-256 is not the expected one';
  // Two halves that do not fit may each be right: the mirror may have changed its file between them.
  return resumedAt > 0 ? { kind: 'interrupted', why } : useless('ChecksumMismatch', why);
}

function transportWords(error: unknown): string {
  switch (systemErrorCode(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'cannot be found (is this machine online?)';
    case 'ECONNREFUSED':
      return 'refuses connections';
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'cannot be reached in time';
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'stopped sending';
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return 'closed the connection';
    default:
      return `fails: ${error instanceof Error ? error.message : String(error)}`;
  }
}
