import * as z from 'zod';
import { CLOUD_FRAMES } from '../core/cloud/frame';
import { LENGTH_UNITS } from '../core/cloud/length-unit';
import { MASKED_POINTS } from '../core/cloud/shape-clouds';
import { LAS_VERSIONS, PCD_ENCODINGS } from '../core/formats/format-options';
import { OUTPUT_FORMATS } from '../core/formats/output-format';
import { PRECISIONS } from '../core/precision/precision';
import { focalOriginSchema, focalRequestSchema } from './camera';
import { depthFileSchema, depthStageSchema, modelChoiceSchema } from './estimate';
import { clipBoxSchema } from './clip-box';
import { lassoSchema } from './lasso';
import { failureSchema } from './failure';
import { LEVEL_POLICIES, levelChoiceSchema } from './level';
import { maskRequestShape } from './masks';
import { scaleCorrectionsSchema } from './scale';

/** More photos in flight would only wait for one another. */
export const MOST_JOBS = 64;

/**
 * What to do about files that are already there. `resume`: a photo finished with the same settings is skipped, our own
 * older output of the same photo is replaced, anything else is left alone and reported.
 */
export const existingPolicySchema = z.enum(['resume', 'skip', 'overwrite', 'number']);
export type ExistingPolicy = z.infer<typeof existingPolicySchema>;

export const convertRequestSchema = modelChoiceSchema.extend({
  /** Photos and folders, absolute paths. */
  inputs: z.array(z.string()).min(1),
  /** Absolute path; made where missing. */
  outputFolder: z.string(),
  formats: z.array(z.enum(OUTPUT_FORMATS)).min(1).default(['ply']),
  plyEncoding: z.enum(['binary', 'ascii']).default('binary'),
  pcdEncoding: z.enum(PCD_ENCODINGS).default('binary'),
  lasVersion: z.enum(LAS_VERSIONS).default('1.2'),
  /** Whether GLB files have 16-bit positions, where these are no coarser than a millimetre. */
  glbQuantised: z.boolean().default(false),
  focal: focalRequestSchema.optional(),
  /** Focal lengths of single photos, by their paths: they go before `focal`. */
  focals: z.record(z.string(), focalRequestSchema).default({}),
  /** Stands in for the model: one file for one photo, or a folder that is searched for files of the photos' names. */
  depth: depthFileSchema.optional(),
  /** The depth files of single photos, by their paths: they go before `depth`. */
  depths: z.record(z.string(), depthFileSchema).default({}),
  scales: scaleCorrectionsSchema.prefault({}),
  /** Clip boxes of single photos, by their paths: what lies outside is masked in all their outputs. */
  clips: z.record(z.string(), clipBoxSchema).default({}),
  /** Lassos of single photos, by their paths: what they cut away is masked in all their outputs. */
  lassos: z.record(z.string(), lassoSchema).default({}),
  level: z.enum(LEVEL_POLICIES).default('chosen'),
  /** Grounds chosen for single photos, by their paths. */
  levels: z.record(z.string(), levelChoiceSchema).default({}),
  grid: z.enum(['model', 'photo']).default('model'),
  frame: z.enum(CLOUD_FRAMES).default('opencv'),
  unit: z.enum(LENGTH_UNITS).default('m'),
  /** One point is kept of each cubic cell with edges of so many metres; all where undefined. */
  voxelMetres: z.number().positive().optional(),
  /** Masked pixels are left out of clouds, or kept and flagged. */
  masked: z.enum(MASKED_POINTS).default('drop'),
  /** Whether clouds have them, where the model gives any. */
  normals: z.boolean().default(true),
  confidence: z.boolean().default(true),
  maxPoints: z.number().int().positive().optional(),
  /** Pixels of the grid from one vertex of a mesh to the next. */
  meshStepPx: z.number().int().positive().default(1),
  ...maskRequestShape,
  recursive: z.boolean().default(false),
  /** Photos to leave out, by their paths. */
  except: z.array(z.string()).default([]),
  existing: existingPolicySchema.default('resume'),
  /** Photos in flight at once: decoding and writing overlap with inference, which is one at a time. */
  jobs: z.number().int().positive().max(MOST_JOBS).optional(),
  /** A name the caller gives this job, by which it can be cancelled. */
  job: z.string().optional(),
});
export type ConvertRequest = z.infer<typeof convertRequestSchema>;

const stageTimesSchema = z.object({ decode: z.number(), infer: z.number(), write: z.number() });

/** A batch tells of no photo that waits: another is worked on then. */
export const photoStageSchema = z.enum([...depthStageSchema.exclude(['wait']).options, 'write']);
export type PhotoStage = z.infer<typeof photoStageSchema>;

const progressEventSchema = z.object({
  event: z.literal('progress'),
  photo: z.string(),
  stage: photoStageSchema,
  done: z.number(),
  total: z.number(),
});

export const photoEventSchema = z.discriminatedUnion('status', [
  z.object({
    event: z.literal('photo'),
    photo: z.string(),
    status: z.literal('done'),
    outputs: z.array(z.string()),
    points: z.number(),
    focalPx: z.number(),
    focalOrigin: focalOriginSchema,
    /** null where no pixel survived the masks. */
    depthRangeMetres: z.tuple([z.number(), z.number()]).nullable(),
    /** Whether the ground was found that the outputs were to be levelled by; absent where they were not to be. */
    groundFound: z.boolean().optional(),
    precision: z.enum(PRECISIONS),
    provider: z.string(),
    /** What failed before the photo could be done one rung further down, in words; absent where nothing did. */
    demotions: z.array(z.string()).optional(),
    ms: stageTimesSchema,
  }),
  z.object({
    event: z.literal('photo'),
    photo: z.string(),
    status: z.literal('failed'),
    outputs: z.array(z.string()).max(0),
    error: failureSchema,
  }),
  z.object({
    event: z.literal('photo'),
    photo: z.string(),
    status: z.literal('skipped'),
    outputs: z.array(z.string()),
  }),
]);
export type PhotoEvent = z.infer<typeof photoEventSchema>;

export const summaryEventSchema = z.object({
  event: z.literal('summary'),
  done: z.number(),
  failed: z.number(),
  skipped: z.number(),
  /** Files in the given folders that are no photos. */
  ignored: z.number(),
  /** Photos not begun, or given up, because the job was cancelled. */
  cancelled: z.number(),
  ms: z.number(),
});
export type SummaryEvent = z.infer<typeof summaryEventSchema>;

/** What a conversion tells while it runs; the last event is the summary. */
export const convertEventSchema = z.union([progressEventSchema, photoEventSchema, summaryEventSchema]);
export type ConvertEvent = z.infer<typeof convertEventSchema>;
