import * as z from 'zod';
import type { Precision } from '../precision/precision';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const positive = z.number().positive();
const rgb = z.tuple([z.number(), z.number(), z.number()]);

/** The names an output goes by; where a graph was exported more than once, the first of them that it has. */
const outputName = z.union([z.string(), z.array(z.string()).min(1).readonly()]);

const modelFile = z.object({
  /** The name it must have in its model's folder: graphs name the files of their weights themselves. */
  name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/),
  /** Exact, as is the hash; undefined where no source states them. */
  bytes: positive.int().optional(),
  sha256: sha256.optional(),
  /** What is said of the size where the exact one is not known. */
  approximateBytes: positive.int().optional(),
  /** Copies of it, tried in turn. */
  urls: z.array(z.url({ protocol: /^https$/ })).readonly(),
});

/** How a photo of any size becomes an input the graph accepts. */
const inputSizePolicy = z.discriminatedUnion('kind', [
  /** One size only: the photo is letterboxed into it (Metric3D). */
  z.object({ kind: z.literal('fixed'), widthPx: positive.int(), heightPx: positive.int() }),
  /** One size only: the photo is stretched to it, whatever its aspect (Depth Pro). */
  z.object({ kind: z.literal('stretch'), widthPx: positive.int(), heightPx: positive.int() }),
  /** Sides a multiple of k, area near a target, aspect kept within rounding; aspects beyond `maxAspect` are letterboxed. */
  z.object({
    kind: z.literal('fit'),
    multipleOfPx: positive.int(),
    targetAreaPx: positive.int(),
    maxAspect: z.number().min(1),
  }),
  /** Sides a multiple of k, the shorter one given (Depth Anything); aspects beyond `maxAspect` are letterboxed. */
  z.object({
    kind: z.literal('shorterSide'),
    multipleOfPx: positive.int(),
    shorterSidePx: positive.int(),
    maxAspect: z.number().min(1),
  }),
]);

/** An input besides the picture. */
const scalarInput = z.object({
  name: z.string(),
  type: z.literal('int64'),
  /** MoGe's token count by level of detail, 0 to 9: 1200 + level / 9 · 2400 (moge/model/v2.py, `infer`). */
  rule: z.object({ kind: z.literal('mogeTokens'), level: z.number().min(0).max(9) }),
});

const commonOutputs = {
  /** [3,h,w] or [h,w,3], camera frame x right, y down, z forward; of the canonical scene where the camera rule is canonical. */
  normal: z.object({ name: outputName, layout: z.enum(['planar', 'interleaved']) }).optional(),
  /** [h,w], 0 to 1. */
  confidence: outputName.optional(),
  /** [h,w]: pixels at or below the threshold have no depth. */
  validity: z.object({ name: outputName, threshold: z.number() }).optional(),
  /** [h,w]: pixels at or above the threshold are sky. */
  sky: z.object({ name: outputName, threshold: z.number() }).optional(),
};

/** The graph's outputs by what they mean. */
const outputs = z.union([
  z.object({
    /** [h,w], planar z. */
    depth: outputName,
    /** One number: the camera's focal length in pixels of the input's width. */
    focal: outputName.optional(),
    ...commonOutputs,
  }),
  z.object({
    /** [h,w,3], camera frame, up to a shift of z and a scale. */
    points: outputName,
    /** One number: metres per unit of the points. */
    metricScale: outputName,
    ...commonOutputs,
  }),
]);

/** How the graph's depth becomes metres: one adapter each in `core/depth`. */
export const cameraRuleSchema = z.discriminatedUnion('kind', [
  /**
   * Depth is of a canonical camera: metres = depth × fed focal / canonical focal. Metric3D (arXiv 2307.10984, §3.2) has
   * 1000; DA3METRIC's "focal at network resolution / 300" is the same rule with 300.
   */
  z.object({ kind: z.literal('canonical'), focalPx: positive }),
  /** Depth is in metres as it is, whatever the camera (Depth Anything V2 metric). */
  z.object({ kind: z.literal('metric') }),
  /** Depth is in metres at the focal length that the graph gives with it, and grows with the true one (Depth Pro). */
  z.object({ kind: z.literal('focalOutput') }),
  /** Points up to shift and scale: focal length and shift follow from them, then come metres (MoGe-2). */
  z.object({ kind: z.literal('affinePoints') }),
]);

/** A published accuracy. Figures of one benchmark, named alike, can be compared; others cannot. */
export const accuracyFigureSchema = z.object({
  /** The data set, and how it was used. */
  benchmark: z.string(),
  /** Share of pixels whose depth and the true one differ by less than a factor of 1.25. */
  delta1: z.number().min(0).max(1),
  /** Mean of |depth − true| / true. */
  absRel: positive,
  /** Who says so. */
  source: z.string(),
});
export type AccuracyFigure = z.infer<typeof accuracyFigureSchema>;

const scores = accuracyFigureSchema
  .pick({ delta1: true, absRel: true })
  .extend({ boundaryF1: z.number().min(0).max(1).optional() });

/** The model in another precision, in a file of its own that takes and gives the same: nobody can convert to it. */
const variant = z.object({
  precision: z.literal('int8'),
  /** Holds its weights itself. */
  file: modelFile.required({ bytes: true, sha256: true }),
  /** What the precision costs: of this file, and of the model's own on the same pictures. */
  scores: z
    .array(scores.extend({ benchmark: z.string(), float32: scores }))
    .min(1)
    .readonly(),
});

/**
 * Everything Fathom must know of a model: its files, the contract of its graph, the meaning of its outputs.
 * One descriptor per model, no code per model.
 */
export const modelDescriptorSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
    name: z.string(),
    licence: z.object({
      /** An SPDX identifier or expression, or words where there is none. */
      spdx: z.string(),
      /** Only where it is plainly allowed. */
      commercialUse: z.boolean(),
      /** To be read before a download. */
      note: z.string().optional(),
    }),
    /** The graph, then what it keeps beside it. */
    files: z.array(modelFile).min(1).readonly(),
    input: z.object({
      name: z.string(),
      /** [1,3,h,w] or [1,h,w,3]; the former where undefined. */
      layout: z.enum(['nchw', 'nhwc']).optional(),
      size: inputSizePolicy,
      /** Per channel: fed value = (RGB 0–255 − mean) / deviation. */
      mean: rgb,
      deviation: z.tuple([positive, positive, positive]),
      /** RGB 0–255 of the letterbox bars. */
      padColour: rgb,
      /** Photos with a side shorter than this are refused. */
      minPhotoSidePx: positive.int(),
    }),
    scalarInputs: z.array(scalarInput).readonly().optional(),
    outputs,
    camera: cameraRuleSchema,
    /** Depths outside this range mean nothing: in the graph's own unit, or in metres once the camera is known. */
    validDepth: z.object({ unit: z.enum(['graph', 'metre']), min: positive, max: positive }),
    /**
     * A pixel is sky beyond `beyond`, or already beyond `doubtfulBeyond` where the confidence is under
     * `confidenceBelow`; in the graph's own unit. For models without a sky output.
     */
    sky: z.object({ beyond: positive, doubtfulBeyond: positive, confidenceBelow: z.number().min(0).max(1) }).optional(),
    /** Precisions the model's file can run in, besides what a conversion may add. */
    precisions: z.array(z.enum(['fp32', 'fp16', 'bf16', 'int8'])).min(1),
    /** One for each precision at most, and only in precisions that the model's own file cannot run in. */
    variants: z.array(variant).min(1).readonly().optional(),
    /** What a person should know before choosing it: where its file comes from, what is known of running it. */
    notes: z.array(z.string()).readonly().optional(),
    /** As published, of these very weights and without training on the benchmark; absent where no source has any. */
    accuracy: z.array(accuracyFigureSchema).min(1).readonly().optional(),
  })
  .superRefine(({ camera, outputs, precisions, variants = [] }, context) => {
    const refuse = (message: string, at = 'outputs'): void => context.addIssue({ code: 'custom', path: [at], message });
    if ((camera.kind === 'affinePoints') !== 'points' in outputs) refuse('affine points and their rule go together');
    if ((camera.kind === 'focalOutput') !== ('focal' in outputs && outputs.focal !== undefined)) {
      refuse('a focal output and its rule go together');
    }
    const all = [...precisions, ...variants.map(({ precision }) => precision)];
    if (new Set(all).size !== all.length) refuse('a precision has one file', 'variants');
  });

export type ModelDescriptor = z.infer<typeof modelDescriptorSchema>;
export type ModelFile = ModelDescriptor['files'][number];
export type ModelVariant = z.infer<typeof variant>;
export type ModelOutputs = ModelDescriptor['outputs'];
export type OutputName = z.infer<typeof outputName>;
export type InputSizePolicy = ModelDescriptor['input']['size'];
export type ScalarInput = z.infer<typeof scalarInput>;
export type CameraRule = ModelDescriptor['camera'];

/** The file of its own that a model ships in a precision; undefined where it ships none. */
export const variantIn = (
  { variants }: Pick<ModelDescriptor, 'variants'>,
  precision: Precision,
): ModelVariant | undefined => variants?.find((each) => each.precision === precision);

/** Whether metric depth depends on the focal length, or is the model's alone. */
export function depthFollowsFocal({ kind }: CameraRule): boolean {
  switch (kind) {
    case 'canonical':
    case 'focalOutput':
    case 'affinePoints':
      return true;
    case 'metric':
      return false;
  }
}
