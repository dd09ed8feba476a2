import * as z from 'zod';
import { CLOUD_FRAMES } from '../../core/cloud/frame';
import { LENGTH_UNITS } from '../../core/cloud/length-unit';
import { MASKED_POINTS } from '../../core/cloud/shape-clouds';
import { DEFAULT_MASKS } from '../../core/depth/mask-depth';
import { LAS_VERSIONS, PCD_ENCODINGS } from '../../core/formats/format-options';
import { OUTPUT_FORMATS } from '../../core/formats/output-format';
import { modelChoiceSchema } from '../estimate';
import { existingPolicySchema } from '../convert';
import { LEVEL_POLICIES } from '../level';
import { maskRequestShape } from '../masks';

const LANGUAGES = ['system', 'en', 'zh-CN'] as const;
export const THEMES = ['system', 'light', 'dark'] as const;

/** How photos are exported: the same options as the command line's. */
export const exportOptionsSchema = z.object({
  formats: z.array(z.enum(OUTPUT_FORMATS)).min(1).default(['ply']),
  plyEncoding: z.enum(['binary', 'ascii']).default('binary'),
  pcdEncoding: z.enum(PCD_ENCODINGS).default('binary'),
  lasVersion: z.enum(LAS_VERSIONS).default('1.2'),
  /** Whether GLB files have 16-bit positions, where these are no coarser than a millimetre. */
  glbQuantised: z.boolean().default(false),
  grid: z.enum(['model', 'photo']).default('model'),
  frame: z.enum(CLOUD_FRAMES).default('opencv'),
  unit: z.enum(LENGTH_UNITS).default('m'),
  level: z.enum(LEVEL_POLICIES).default('chosen'),
  voxelMetres: z.number().positive().optional(),
  masked: z.enum(MASKED_POINTS).default('drop'),
  normals: z.boolean().default(true),
  confidence: z.boolean().default(true),
  maxPoints: z.number().int().positive().optional(),
  meshStepPx: z.number().int().positive().default(1),
  existing: existingPolicySchema.default('resume'),
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;

/** What a person has set. Every field has a default, so a file of an older version is still whole. */
export const settingsSchema = modelChoiceSchema.extend({
  language: z.enum(LANGUAGES).default('system'),
  theme: z.enum(THEMES).default('system'),
  /** Masks of the viewer and of exports: see the core's `MaskSettings`. */
  edgeThreshold: maskRequestShape.edgeThreshold.unwrap().max(1).default(DEFAULT_MASKS.edgeThreshold),
  grazingDegrees: maskRequestShape.grazingDegrees.unwrap().default(DEFAULT_MASKS.grazingDegrees),
  doubtfulPercent: maskRequestShape.doubtfulPercent.unwrap().default(DEFAULT_MASKS.doubtfulPercent),
  smallestIslandPx: maskRequestShape.smallestIslandPx.unwrap().default(DEFAULT_MASKS.smallestIslandPx),
  keepSky: maskRequestShape.keepSky.unwrap().default(DEFAULT_MASKS.keepSky),
  /** Of predictions and thumbnails together. */
  cacheLimitBytes: z
    .number()
    .int()
    .min(2 ** 26)
    .default(2 ** 32),
  /** An absolute path; the system's usual place where undefined. Takes effect when the app starts again. */
  cacheFolder: z.string().optional(),
  export: exportOptionsSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** The fields to change; the others stay as they are. */
export const settingsChangeSchema = z.object({
  model: z.string().optional(),
  precision: modelChoiceSchema.shape.precision.unwrap().optional(),
  device: z.string().optional(),
  language: z.enum(LANGUAGES).optional(),
  theme: z.enum(THEMES).optional(),
  ...maskRequestShape,
  edgeThreshold: z.number().min(0).max(1).optional(),
  cacheLimitBytes: z
    .number()
    .int()
    .min(2 ** 26)
    .optional(),
  export: exportOptionsSchema.optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

export const settingsStateSchema = z.object({
  settings: settingsSchema,
  /** Where the file was found broken, and was kept aside: the words to tell the person. */
  problem: z.string().optional(),
});
