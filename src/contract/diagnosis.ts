import * as z from 'zod';
import { PRECISIONS } from '../core/precision/precision';

export const modelInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  licence: z.object({ spdx: z.string(), commercialUse: z.boolean(), note: z.string().optional() }),
  /** Of all its files, roughly where no source states it exactly; undefined where none states it at all. */
  bytes: z.number().optional(),
  /**
   * `missing`: a file that should be here is not. `pull`, `import`: from the catalogue and not here yet; it can be
   * downloaded, or its files have to be brought because their hashes are not known.
   */
  status: z.enum(['ready', 'missing', 'corrupt', 'pull', 'import']),
  /** Where its graph is, or would be. */
  file: z.string(),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

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
