import * as z from 'zod';
import { failureSchema } from './failure';

export const measureRequestSchema = z.object({
  /** All that are ready where undefined. */
  ids: z.array(z.string()).optional(),
  /** Measures anew what was measured already. */
  again: z.boolean().default(false),
});
export type MeasureRequest = z.infer<typeof measureRequestSchema>;

/** What a model takes on this machine. */
export const measurementSchema = z.object({
  /** In ONNX Runtime, of a session that has run before. */
  msPerPhoto: z.number().positive(),
  /** The most that a process with this model alone held at once. */
  peakMemoryBytes: z.number().positive(),
});
export type Measurement = z.infer<typeof measurementSchema>;

export const measureEventSchema = z.discriminatedUnion('event', [
  /** Photos are being converted: measuring waits, for both would be slower. */
  z.object({ event: z.literal('waiting'), id: z.string() }),
  z.object({ event: z.literal('measuring'), id: z.string(), index: z.number(), count: z.number() }),
  z.object({ event: z.literal('measured'), id: z.string(), measured: measurementSchema }),
  z.object({ event: z.literal('failed'), id: z.string(), failure: failureSchema }),
]);
export type MeasureEvent = z.infer<typeof measureEventSchema>;
