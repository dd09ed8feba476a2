import type { Failure, FailureCode } from '../contract/failure';

/** A failure a person can do something about, on its way up to where the photo or the call is answered. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(code: FailureCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FailureError';
    this.failure = { code, message, remedy };
  }
}

/** The failure behind anything thrown while `photo` was worked on. */
export function failureOf(thrown: unknown, photo: string): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'Unexpected',
    message: `${photo}: ${text}`,
    remedy: 'This is a fault in Fathom: please report it with the photo or its kind.',
  };
}

/** The error code of a failed system call, such as ENOENT; undefined for any other error. */
export function systemErrorCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** @throws FailureError `Cancelled` where the signal has been raised. */
export function throwIfCancelled(signal: AbortSignal | undefined, photo: string): void {
  if (signal?.aborted) {
    throw new FailureError(
      'Cancelled',
      `${photo}: cancelled before it was finished`,
      'Run the same command again to go on.',
    );
  }
}
