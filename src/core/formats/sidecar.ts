import { strToU8 } from 'fflate';
import * as z from 'zod';
import { FOCAL_ASSUMPTIONS, FOCAL_ORIGINS, FOCAL_TRUSTS } from '../camera/photo-camera';
import type { ExifOrientation } from '../camera/photo-exif';
import { CLOUD_FRAMES } from '../cloud/frame';
import { UNIT_NAMES } from '../cloud/length-unit';
import { LEVEL_ORIGINS } from '../measuring/measurement';
import { SCALE_ORIGINS } from '../measuring/scale-correction';
import { PRECISION_REQUESTS, PRECISIONS } from '../precision/precision';
import { OUTPUT_FORMATS } from './output-format';
import { PHOTO_CONVERSIONS } from './photo-conversion';

const wholeNumber = z.int().nonnegative();
const milliseconds = z.number().nonnegative();
const sizePx = { widthPx: z.int().positive(), heightPx: z.int().positive() };

const source = z.object({
  /** As given to the run that wrote the sidecar. */
  path: z.string(),
  bytes: wholeNumber,
  modifiedAt: z.iso.datetime(),
  /** Changes whenever the file's content may have: hexadecimal. */
  identity: z.string().regex(/^[0-9a-f]+$/),
});

const photo = z.object({
  /** After orientation, like every other size and coordinate here. */
  ...sizePx,
  format: z.string(),
  /** The EXIF orientation that was applied. */
  orientationApplied: z.literal([1, 2, 3, 4, 5, 6, 7, 8] satisfies readonly ExifOrientation[]),
  conversions: z.array(z.enum(PHOTO_CONVERSIONS)).readonly(),
});

const camera = z.object({
  fxPx: z.number().positive(),
  fyPx: z.number().positive(),
  cxPx: z.number(),
  cyPx: z.number(),
  /** Where the centre of the first pixel lies: (0.5, 0.5). */
  pixelCentre: z.literal(0.5),
  focalOrigin: z.enum(FOCAL_ORIGINS),
  focalTrust: z.enum(FOCAL_TRUSTS),
  assumptions: z.array(z.enum(FOCAL_ASSUMPTIONS)).readonly(),
});

const depth = z.object({
  unit: z.literal('metre'),
  meaning: z.literal('planarZ'),
  /** The model's own grid; depth files are at the photo's size. */
  grid: z.object(sizePx),
  /** Least and greatest kept depth; null where no pixel is kept. */
  rangeMetres: z.tuple([z.number(), z.number()]).readonly().nullable(),
  /** Whether depth is in proportion to the focal length (canonical models) or independent of it (metric ones). */
  followsFocal: z.boolean(),
  /** What the model's own depth was multiplied by; absent where it is as it came. */
  scaleCorrection: z
    .object({ factor: z.number().positive(), origin: z.enum(SCALE_ORIGINS), note: z.string() })
    .optional(),
  /** What one step of the 16-bit PNG means; absent where none was written. */
  png16MetresPerUnit: z.number().positive().optional(),
});

/** The step of a GLB file's 16-bit positions along each axis; absent where it has float32, or was not written. */
const glbStepMetres = z.tuple([z.number(), z.number(), z.number()]).readonly().optional();

const cloud = z.object({
  points: wholeNumber,
  grid: z.enum(['model', 'photo']),
  gridSize: z.object(sizePx),
  frame: z.enum(CLOUD_FRAMES),
  unit: z.enum(UNIT_NAMES),
  /** The limit that was asked for; absent where there was none. */
  maxPoints: z.int().positive().optional(),
  /** Edge of the cells of which one point was kept each; absent where all were. */
  voxelMetres: z.number().positive().optional(),
  /** Whether masked pixels are among the points, flagged; absent where they are not. */
  maskedFlagged: z.literal(true).optional(),
  glbStepMetres,
});

const mesh = z.object({
  vertices: wholeNumber,
  triangles: wholeNumber,
  /** Pixels of the grid from one vertex to the next. */
  stepPx: z.int().positive(),
  grid: z.enum(['model', 'photo']),
  gridSize: z.object(sizePx),
  /** Of the OBJ file; a GLB file is in metres, y up. */
  frame: z.enum(CLOUD_FRAMES),
  unit: z.enum(UNIT_NAMES),
  glbStepMetres,
});

const vector = z.tuple([z.number(), z.number(), z.number()]).readonly();

/**
 * How clouds, meshes and cameras were made level: P′ = rotation · P + translation, in OpenCV's axes, before the frame and
 * the unit. Then y is 0 on the ground, and the origin lies there below the camera. Depth files are not levelled.
 */
const level = z.object({
  /** Whether a person picked places on the ground, or it was found. */
  origin: z.enum(LEVEL_ORIGINS),
  rotation: z.tuple([vector, vector, vector]).readonly(),
  translationMetres: vector,
});

/** Where depth comes from that no model made. */
const importedDepth = z.object({
  /** As given to the run that wrote the sidecar. */
  path: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  grid: z.object(sizePx),
  metresPerUnit: z.number().positive(),
});

/** What is written beside the outputs of one photo: everything needed to use them, or to make them again. */
export const sidecarSchema = z.object({
  version: z.literal(1),
  app: z.object({ name: z.string(), version: z.string() }),
  createdAt: z.iso.datetime(),
  source,
  photo,
  camera,
  /** Of imported depth, `imported-depth` and the hash of its file. */
  model: z.object({ id: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Absent where a model made the depth. */
  importedDepth: importedDepth.optional(),
  /** Precision asked for and really used, and why that one. */
  precision: z.object({
    requested: z.enum(PRECISION_REQUESTS),
    used: z.enum(PRECISIONS),
    reason: z.string(),
    /** Sizes of the model's input, where memory did not suffice for the one that was asked for; else absent. */
    smallerInput: z.object({ asked: z.object(sizePx), used: z.object(sizePx) }).optional(),
    /** What failed at this photo before that precision did it; absent where nothing did. */
    demotions: z.array(z.string()).readonly().optional(),
  }),
  provider: z.object({ name: z.string(), requestedDevice: z.string() }),
  depth,
  /** Absent where the outputs were not to be levelled; null where no ground was found, and they are as the camera saw it. */
  level: level.nullable().optional(),
  /** Absent where no cloud was written. */
  cloud: cloud.optional(),
  /** Absent where no mesh was written. */
  mesh: mesh.optional(),
  /**
   * What was set, and the pixels masked for each reason; a pixel may count for several. Sidecars of earlier versions
   * lack what they had no masks for.
   */
  masks: z.object({
    edgeThreshold: z.number().nonnegative(),
    grazingDegrees: z.number().optional(),
    doubtfulPercent: z.number().optional(),
    smallestIslandPx: wholeNumber.optional(),
    keepSky: z.boolean().optional(),
    outOfRange: wholeNumber,
    sky: wholeNumber,
    edge: wholeNumber,
    grazing: wholeNumber.optional(),
    doubtful: wholeNumber.optional(),
    island: wholeNumber.optional(),
    /** Outside the clip box of `settings`, or cut away by its lasso. */
    clipped: wholeNumber.optional(),
  }),
  /** Whatever else shaped the outputs: a run whose settings are equal would make the same files again. */
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  ms: z.object({ decode: milliseconds, infer: milliseconds, write: milliseconds }),
  /** The files beside the sidecar, by name; a format may have several. */
  outputs: z.array(z.object({ format: z.enum(OUTPUT_FORMATS), file: z.string(), bytes: wholeNumber })).readonly(),
});

export type Sidecar = z.infer<typeof sidecarSchema>;

/** The sidecar as indented JSON in UTF-8, with a line feed at the end. */
export function encodeSidecar(sidecar: Sidecar): Uint8Array {
  return strToU8(`${JSON.stringify(sidecar, null, 2)}\n`);
}

/** The sidecar in a file's text; undefined where it is none, or of another version. */
export function parseSidecar(text: string): Sidecar | undefined {
  try {
    return sidecarSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
