/** The wait before the n-th retry in a row, from n = 1, unless the mirror asked for a longer one. */
export function retryWaitMs(n: number, firstRetryMs: number, askedMs = 0): number {
  return Math.max(firstRetryMs * 2 ** (n - 1), askedMs);
}

/** Reads a Retry-After header (RFC 9110, §10.2.3), seconds or a date, as a wait from now; undefined where it is neither. */
export function parseRetryAfter(header: string, nowMs: number): number | undefined {
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
