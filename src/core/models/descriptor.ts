import * as z from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const positive = z.number().positive();

/** How a photo of any size becomes an input the graph accepts. */
const inputSizePolicy = z.discriminatedUnion('kind', [
  /** One size only: the photo is letterboxed into it (Metric3D). */
  z.object({ kind: z.literal('fixed'), widthPx: positive.int(), heightPx: positive.int() }),
  /** Sides a multiple of k, area near a target, aspect kept within rounding; aspects beyond `maxAspect` are letterboxed. */
  z.object({
    kind: z.literal('fit'),
    multipleOfPx: positive.int(),
    targetAreaPx: positive.int(),
    maxAspect: z.number().min(1),
  }),
]);

/** How the graph's depth becomes metres. */
const cameraRule = z.discriminatedUnion('kind', [
  /** Depth is of a canonical camera: metres = depth × fed focal / canonical focal (Metric3D, arXiv 2307.10984, §3.2). */
  z.object({ kind: z.literal('canonical'), focalPx: positive }),
  /** Depth is in metres as it is, whatever the camera (Depth Anything V2 metric). */
  z.object({ kind: z.literal('metric') }),
]);

/**
 * Everything Fathom must know of a model: its files, the contract of its graph, the meaning of its outputs.
 * One descriptor per model, no code per model.
 */
export const modelDescriptorSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  name: z.string(),
  licence: z.object({ spdx: z.string(), commercialUse: z.boolean() }),
  file: z.object({ name: z.string(), bytes: positive.int(), sha256 }),
  input: z.object({
    name: z.string(),
    size: inputSizePolicy,
    /** Per channel: fed value = (RGB 0–255 − mean) / deviation. */
    mean: z.tuple([z.number(), z.number(), z.number()]),
    deviation: z.tuple([positive, positive, positive]),
    /** RGB 0–255 of the letterbox bars. */
    padColour: z.tuple([z.number(), z.number(), z.number()]),
    /** Photos with a side shorter than this are refused. */
    minPhotoSidePx: positive.int(),
  }),
  outputs: z.object({
    depth: z.string(),
    /** Planar [3,h,w], camera frame x right, y down, z forward, of the canonical scene where the camera rule is canonical. */
    normal: z.string().optional(),
    confidence: z.string().optional(),
  }),
  camera: cameraRule,
  /** Depths outside this range, in the graph's own unit, mean nothing. */
  validDepth: z.object({ min: positive, max: positive }),
  /** A pixel is sky beyond `beyond`, or already beyond `doubtfulBeyond` where the confidence is under `confidenceBelow`. */
  sky: z.object({ beyond: positive, doubtfulBeyond: positive, confidenceBelow: z.number().min(0).max(1) }).optional(),
  /** Precisions the model's file can run in, besides what a conversion may add. */
  precisions: z.array(z.enum(['fp32', 'fp16', 'bf16', 'int8'])).min(1),
});

export type ModelDescriptor = z.infer<typeof modelDescriptorSchema>;
export type InputSizePolicy = ModelDescriptor['input']['size'];
export type CameraRule = ModelDescriptor['camera'];

/** Whether metric depth grows with the focal length (canonical depth) or is the model's alone. */
export function depthFollowsFocal({ kind }: CameraRule): boolean {
  switch (kind) {
    case 'canonical':
      return true;
    case 'metric':
      return false;
  }
}
