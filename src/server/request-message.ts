import * as z from 'zod';

/** A call: its id, procedure, input and, where a stream is taken up again, the last event seen. */
const callSchema = z.strictObject({
  i: z.string().min(1).max(64),
  p: z.strictObject({
    u: z.string().regex(/^\/[\w/-]{1,200}$/),
    b: z.unknown().optional(),
    h: z.strictObject({ 'last-event-id': z.string().optional() }).optional(),
  }),
});

/** The end of interest in a call. */
const abortSchema = z.strictObject({ i: z.string().min(1).max(64), t: z.literal(4), p: z.unknown().optional() });

const requestSchema = z.union([callSchema, abortSchema]);

/**
 * Whether oRPC's message-port handler may see this message of a client. It leaves an exception about a malformed one to
 * nobody, which would end the process; and forms, files and streams of the client's are not in the contract.
 */
export function isRequestMessage(message: unknown): boolean {
  return requestSchema.safeParse(message).success;
}
