import * as z from 'zod';
import { accuracyFigureSchema } from '../core/models/descriptor';
import { TIERS, tierReasonSchema } from '../core/models/tiers';
import { measurementSchema } from './measure';

export const modelInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** What a person should know before choosing it. */
  notes: z.array(z.string()).readonly().optional(),
  licence: z.object({ spdx: z.string(), commercialUse: z.boolean(), note: z.string().optional() }),
  /** Of all its files, roughly where no source states it exactly; undefined where none states it at all. */
  bytes: z.number().optional(),
  /**
   * `missing`: a file that should be here is not. `pull`, `import`: from the catalogue and not here yet; it can be
   * downloaded, or its files have to be brought because their hashes are not known.
   */
  status: z.enum(['ready', 'missing', 'corrupt', 'pull', 'import']),
  /** Absent where some device here computes in a precision it comes in; else those precisions. */
  needsPrecision: z.array(z.string()).optional(),
  /** Whether files of it were downloaded or imported, and can be taken away: not those that came with Fathom. */
  removable: z.boolean(),
  /** As published; absent where nobody has. */
  accuracy: z.array(accuracyFigureSchema).readonly().optional(),
  /** What it takes on this machine; absent where it was not measured. */
  measured: measurementSchema.optional(),
  /** It is ready, but the memory that is free does not suffice. */
  tooLarge: z.object({ needsBytes: z.number(), freeBytes: z.number() }).optional(),
  /** What it is among the models that are ready, and why. */
  tiers: z.array(z.object({ tier: z.enum(TIERS), reason: tierReasonSchema })),
  /** Where its graph is, or would be. */
  file: z.string(),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/** How far the download of a model's files has come. */
export const downloadProgressSchema = z.object({
  phase: z.enum(['waiting', 'checking', 'downloading', 'retrying']),
  /** The file at work, from 0. */
  fileIndex: z.number(),
  fileCount: z.number(),
  name: z.string(),
  /** Of all files together. */
  bytesDone: z.number(),
  bytesTotal: z.number(),
  bytesPerSecond: z.number().optional(),
  secondsLeft: z.number().optional(),
});
export type DownloadProgress = z.infer<typeof downloadProgressSchema>;

export const fileStateSchema = z.object({ name: z.string(), state: z.enum(['whole', 'missing', 'damaged']) });
