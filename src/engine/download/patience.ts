/** How long a download waits for others, and how often it asks again. */
export interface Patience {
  /** For a connection, through a proxy or not. */
  readonly connectTimeoutMs: number;
  /** For the next byte of an answer. */
  readonly stallTimeoutMs: number;
  /** Attempts in a row at one mirror, after the first, that may bring next to nothing. */
  readonly retries: number;
  /** Before the first retry; doubles with each further one. */
  readonly firstRetryMs: number;
  /** A mirror that asks for a longer wait is given up. */
  readonly longestWaitMs: number;
  /** Between two looks at the lock that another process holds. */
  readonly lockPollMs: number;
}

/** For people's networks: a lost connection costs seconds, a dead mirror about a quarter of a minute. */
export const defaultPatience: Patience = {
  connectTimeoutMs: 20_000,
  stallTimeoutMs: 30_000,
  retries: 4,
  firstRetryMs: 1_000,
  longestWaitMs: 60_000,
  lockPollMs: 500,
};
