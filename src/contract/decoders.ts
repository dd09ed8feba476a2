import * as z from 'zod';

/** Decoders that do not come with Fathom, for their licences. */
export const DECODER_IDS = ['heic'] as const;

export const decoderIdSchema = z.enum(DECODER_IDS);
export type DecoderId = z.infer<typeof decoderIdSchema>;

export const decoderInfoSchema = z.object({
  id: decoderIdSchema,
  name: z.string(),
  version: z.string(),
  /** What photos it reads. */
  formats: z.array(z.string()),
  licence: z.object({ spdx: z.string(), note: z.string() }),
  /** Of its download. */
  bytes: z.number(),
  status: z.enum(['ready', 'absent', 'damaged']),
  /** Where it lies, or would, its licence beside it; undefined where the host wants no decoders. */
  folder: z.string().optional(),
});
export type DecoderInfo = z.infer<typeof decoderInfoSchema>;
