import * as z from 'zod';
import { GREATEST_SCALE_FACTOR } from '../core/measuring/known-length';
import {
  SCALE_ORIGINS,
  type AppliedScale,
  type ScaleCorrection,
  type ScaleCorrections,
} from '../core/measuring/scale-correction';

export const scaleCorrectionSchema = z.object({
  factor: z
    .number()
    .min(1 / GREATEST_SCALE_FACTOR)
    .max(GREATEST_SCALE_FACTOR),
  modelId: z.string().optional(),
}) satisfies z.ZodType<ScaleCorrection>;

/** The corrections a call is to heed. Applied where depth is made, and nowhere else. */
export const scaleCorrectionsSchema = z.object({
  photos: z.record(z.string(), scaleCorrectionSchema).default({}),
  cameras: z.record(z.string(), scaleCorrectionSchema).default({}),
  typed: scaleCorrectionSchema.optional(),
}) satisfies z.ZodType<ScaleCorrections>;

export const appliedScaleSchema = z.object({
  factor: z.number().positive(),
  origin: z.enum(SCALE_ORIGINS),
}) satisfies z.ZodType<AppliedScale>;
