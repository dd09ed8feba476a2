import { ORPCError } from '@orpc/client';
import * as z from 'zod';
import type { Console } from '../console';

/** Whether an error is one that the contract names, and so has words for a person. */
export const isContractError = (error: unknown): error is ORPCError<string, unknown> => error instanceof ORPCError;

/** Tells what failed and what to do about it; to a program as a line about `subject`. */
export function tellFailure(
  subject: Readonly<Record<string, string>>,
  error: ORPCError<string, unknown>,
  json: boolean,
  console: Console,
): void {
  const { code, message } = error;
  const { remedy } = z.object({ remedy: z.string() }).parse(error.data);
  if (json) console.out(JSON.stringify({ ...subject, error: { code, message, remedy } }));
  else console.note(`${message}\n  → ${remedy}`);
}
