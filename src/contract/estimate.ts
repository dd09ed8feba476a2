import * as z from 'zod';
import { PRECISION_REQUESTS, PRECISIONS, type PrecisionChoice } from '../core/precision/precision';
import { focalRequestSchema, intrinsicsSchema, photoCameraSchema } from './camera';
import { maskRequestShape } from './masks';
import { appliedScaleSchema, scaleCorrectionsSchema } from './scale';

const float32 = z.instanceof(Float32Array<ArrayBuffer>);

/** Which model, in which precision, on which device: the same choices for one photo, a batch and every client. */
export const modelChoiceSchema = z.object({
  /** By its id; or `fast`, `balanced` or `best`: what that is on this machine, see `core/models/tiers`. */
  model: z.string().default('fathom-s'),
  precision: z.enum(PRECISION_REQUESTS).default('auto'),
  device: z.string().default('auto'),
});
export type ModelChoice = z.infer<typeof modelChoiceSchema>;

const sizeSchema = z.object({ widthPx: z.number(), heightPx: z.number() });

export const precisionChoiceSchema = z.object({
  requested: z.enum(PRECISION_REQUESTS),
  used: z.enum(PRECISIONS),
  reason: z.string(),
  smallerInput: z.object({ asked: sizeSchema, used: sizeSchema }).optional(),
}) satisfies z.ZodType<PrecisionChoice>;

/** A file whose depth stands in for a model's. */
export const depthFileSchema = z.object({
  path: z.string(),
  /** What 1 in the file means; undefined where the file is in metres, or Fathom's sidecar beside it tells. */
  metresPerUnit: z.number().positive().optional(),
});
export type DepthFile = z.infer<typeof depthFileSchema>;

export const depthRequestSchema = modelChoiceSchema.extend({
  path: z.string(),
  focal: focalRequestSchema.optional(),
  depthFile: depthFileSchema.optional(),
  ...maskRequestShape,
  scales: scaleCorrectionsSchema.prefault({}),
});

export type DepthRequest = z.infer<typeof depthRequestSchema>;

/**
 * What an engine does for a photo's depth, in this order. Left out is what is done already: the model's files checked,
 * its session open, its first and slowest run behind it, the prediction in the cache. `reference`: the model is run in
 * float32 on the CPU, for others to be held to; `calibrate`: once more, for the ranges of its numbers; `test`: precisions and
 * devices are tried with it. Each once for each size.
 */
export const depthStageSchema = z.enum([
  'check',
  'decode',
  'reference',
  'calibrate',
  'test',
  'wait',
  'load',
  'warmUp',
  'infer',
]);
export type DepthStage = z.infer<typeof depthStageSchema>;

/** The unit of exchange: a metric depth map with everything needed to unproject it and to say where it came from. */
export const depthResultSchema = z.object({
  widthPx: z.number(),
  heightPx: z.number(),
  /** Planar z in metres, [h,w]. */
  depthMetres: float32,
  /** `MaskReason` bits, [h,w]; 0 keeps the pixel. */
  mask: z.instanceof(Uint8Array<ArrayBuffer>),
  /** Unit normals, OpenCV camera frame, interleaved [h,w,3]. */
  normals: float32.optional(),
  /** 0 to 1, [h,w]. */
  confidence: float32.optional(),
  /** The camera in this grid's pixels. */
  intrinsics: intrinsicsSchema,
  /** The camera of the oriented photo, with its origin. */
  camera: photoCameraSchema,
  photo: z.object({ widthPx: z.number(), heightPx: z.number() }),
  /** Whether a longer focal makes depth longer (canonical models) or leaves it alone (metric ones). */
  followsFocal: z.boolean(),
  /** What the model's own depth was multiplied by; absent where it is as it came. */
  scale: appliedScaleSchema.optional(),
  model: z.object({ id: z.string(), sha256: z.string() }),
  /** The name of the file that depth was read from; absent where a model made it. */
  importedFrom: z.string().optional(),
  provider: z.string(),
  precision: precisionChoiceSchema,
  ms: z.object({ decode: z.number(), infer: z.number() }),
});
export type DepthResult = z.infer<typeof depthResultSchema>;
