import * as z from 'zod';

/**
 * What an engine asks of Electron's main process: in a packaged app nothing else may start processes. Numbers are the
 * engine's own names for its children.
 */
export const childRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('startChild'),
    child: z.number().int(),
    entry: z.string(),
    args: z.array(z.string()),
    isSilent: z.boolean(),
  }),
  z.object({ kind: z.literal('endChild'), child: z.number().int() }),
]);

export type ChildRequest = z.infer<typeof childRequestSchema>;

/** What is served on a port: the whole of a process's calls, or the engine's depth view alone. */
const serviceSchema = z.enum(['everything', 'depthView']);

export type Service = z.infer<typeof serviceSchema>;

/** What Electron's main process tells the processes that it has started. */
export const parentNoteSchema = z.discriminatedUnion('kind', [
  /** Comes with a port to serve. */
  z.object({ kind: z.literal('serve'), service: serviceSchema }),
  /** Comes with a port to the child. */
  z.object({ kind: z.literal('childStarted'), child: z.number().int() }),
  z.object({ kind: z.literal('childEnded'), child: z.number().int(), how: z.union([z.number(), z.string()]) }),
]);

export type ParentNote = z.infer<typeof parentNoteSchema>;
