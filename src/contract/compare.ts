import * as z from 'zod';
import { PRECISIONS } from '../core/precision/precision';
import { focalRequestSchema } from './camera';
import { modelChoiceSchema } from './estimate';
import { maskRequestShape } from './masks';

/** Two ways to depth: models, precisions, devices. The first is the reference. */
export const comparedChoicesSchema = z.tuple([modelChoiceSchema, modelChoiceSchema]);

export const compareRequestSchema = z.object({
  path: z.string(),
  focal: focalRequestSchema.optional(),
  ...maskRequestShape,
  choices: comparedChoicesSchema,
});
export type CompareRequest = z.infer<typeof compareRequestSchema>;

const png = z.instanceof(Uint8Array<ArrayBuffer>);

const comparedSideSchema = z.object({
  model: z.string(),
  precision: z.enum(PRECISIONS),
  provider: z.string(),
  /** In the session alone; 0 where the prediction was in the cache. */
  inferMs: z.number(),
  /** Nearest and farthest depth that counts; null where none does. */
  depthRangeMetres: z.tuple([z.number(), z.number()]).nullable(),
  /** Depth as a PNG, both sides in the colours of the reference's scale. */
  preview: png,
});
export type ComparedSide = z.infer<typeof comparedSideSchema>;

/** One photo's depth, twice, and how the second differs from the first: see `core/depth/compare-depth`. */
export const comparisonSchema = z.object({
  sides: z.tuple([comparedSideSchema, comparedSideSchema]),
  /** Second ÷ first as a PNG, red nearer, blue farther. */
  difference: png,
  /** Share of the reference's pixels that count in both. */
  sharedPixels: z.number(),
  /** Absent, as the next, where no pixel counts in both. */
  absRel: z.number().optional(),
  scaleRatio: z.number().optional(),
  absRelScaled: z.number().optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
