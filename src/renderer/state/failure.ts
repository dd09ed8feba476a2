import { ORPCError } from '@orpc/client';
import type { Failure, FailureCode } from '../../contract/failure';
import { en } from '../i18n/en';

/** What a failed call says to a person. An error that the contract does not name comes out as `Unexpected`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ORPCError) {
    const { code, message, data } = error as ORPCError<string, unknown>;
    if (isFailureCode(code)) return { code, message, remedy: remedyIn(data) };
  }
  return { code: 'Unexpected', message: error instanceof Error ? error.message : String(error), remedy: '' };
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(en.failure.title, code);
}

function remedyIn(data: unknown): string {
  const hasRemedy = typeof data === 'object' && data !== null && 'remedy' in data && typeof data.remedy === 'string';
  return hasRemedy ? (data.remedy as string) : '';
}

/** Whether a call ended because we ended it. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
