import * as z from 'zod';
import { PRECISIONS } from '../core/precision/precision';
import { modelInfoSchema } from './models';

const rungSchema = z.object({ precision: z.enum(PRECISIONS), reason: z.string() });

/** What this machine can do and what Fathom would choose on it. */
export const diagnosisSchema = z.object({
  versions: z.object({ fathom: z.string(), node: z.string(), onnxRuntime: z.string(), sharp: z.string() }),
  system: z.object({ platform: z.string(), cpu: z.string(), cores: z.number(), memoryBytes: z.number() }),
  devices: z.array(z.object({ provider: z.string(), name: z.string(), ladder: z.array(rungSchema) })),
  photoFormats: z.array(z.string()),
  models: z.array(modelInfoSchema),
  folders: z.object({ models: z.string(), cache: z.string().optional() }),
  /** The outcome in one sentence. */
  sentence: z.string(),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;
