import * as z from 'zod';
import { TIERS } from './tiers';
import { cameraRuleSchema, type ModelDescriptor } from './descriptor';

/** What a graph is fed, by how it was trained: value = (RGB 0–255 − mean) / deviation. */
export const NORMALISATIONS = {
  /** RGB 0–1 less (0.485, 0.456, 0.406), by (0.229, 0.224, 0.225). */
  imagenet: { mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] },
  /** RGB from 0 to 1, no more. */
  none: { mean: [0, 0, 0], deviation: [255, 255, 255] },
  /** RGB from −1 to 1: mean and deviation 0.5. */
  symmetric: { mean: [127.5, 127.5, 127.5], deviation: [127.5, 127.5, 127.5] },
  /** RGB as it is in the photo: the graph holds the mean and deviation itself. */
  '0-255': { mean: [0, 0, 0], deviation: [1, 1, 1] },
} as const satisfies Record<string, Pick<ModelDescriptor['input'], 'mean' | 'deviation'>>;

export type Normalisation = keyof typeof NORMALISATIONS;
export const NORMALISATION_NAMES = Object.keys(NORMALISATIONS) as [Normalisation, ...Normalisation[]];

const sidePx = z.number().int().min(1).max(16_384);

/** A model's id is a folder's name, on every system. */
const importedId = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'an id is of small letters, digits, dots and hyphens')
  .max(64)
  .refine((id) => !/\.(?:json|part)$/.test(id), 'an id does not end like a file of Fathom')
  .refine((id) => !TIERS.some((tier) => tier === id), 'an id is none of the words fast, balanced, best')
  .refine((id) => !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(id), 'Windows keeps that name for a device');

/** What a person must tell of a graph, for it is not in the file. */
export const importAnswersSchema = z.object({
  id: importedId.optional(),
  name: z.string().min(1).max(120).optional(),
  camera: cameraRuleSchema.optional(),
  normalise: z.enum(NORMALISATION_NAMES).optional(),
  /** Where the graph leaves it open: one size, letterboxed; or sides of a multiple with an area near one. */
  size: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('fixed'), widthPx: sidePx, heightPx: sidePx }),
      z.object({
        kind: z.literal('fit'),
        targetAreaPx: z
          .number()
          .int()
          .min(32 * 32)
          .max(64_000_000),
        multipleOfPx: z.number().int().min(1).max(1024),
      }),
    ])
    .optional(),
  /** An SPDX identifier or expression. */
  licence: z.string().min(1).max(200).optional(),
});
export type ImportAnswers = z.infer<typeof importAnswersSchema>;
export const IMPORT_ANSWERS = importAnswersSchema.keyof().options;
export type ImportAnswer = (typeof IMPORT_ANSWERS)[number];
