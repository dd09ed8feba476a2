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
export type Service = 'everything' | 'depthView';

/** What Electron's main process tells the processes that it has started. */
export type ParentNote =
  /** Comes with a port to serve. */
  | { readonly kind: 'serve'; readonly service: Service }
  /** Comes with a port to the child. */
  | { readonly kind: 'childStarted'; readonly child: number }
  | { readonly kind: 'childEnded'; readonly child: number; readonly how: number | string };
