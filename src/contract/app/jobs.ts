import * as z from 'zod';
import { clipBoxSchema } from '../clip-box';
import { failureSchema } from '../failure';
import { lassoSchema } from '../lasso';
import { photoStageSchema } from '../convert';
import { folderIdSchema, photoIdSchema } from './ids';
import { exportOptionsSchema } from './settings';

/** A place to write to, chosen in a dialog or one of the host's own; opaque like all places. */
export const destinationSchema = z.object({ id: z.string(), label: z.string() });
export type Destination = z.infer<typeof destinationSchema>;

/** Which photos an export takes. */
const exportScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('photos'), photos: z.array(photoIdSchema).min(1) }),
  z.object({ kind: z.literal('folder'), folder: folderIdSchema, recursive: z.boolean() }),
]);
export type ExportScope = z.infer<typeof exportScopeSchema>;

export const exportRequestSchema = z.object({
  scope: exportScopeSchema,
  destination: z.string(),
  /** Clip boxes of single photos, as their clouds are shown. */
  clips: z.record(photoIdSchema, clipBoxSchema).default({}),
  /** Lassos of single photos, as their clouds are shown. */
  lassos: z.record(photoIdSchema, lassoSchema).default({}),
  options: exportOptionsSchema,
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** One photo that an export could not finish. */
const jobFailureSchema = z.object({
  /** Undefined for what is no photo of the library: a folder that cannot be read. */
  id: photoIdSchema.optional(),
  name: z.string(),
  failure: failureSchema,
});

/** How far a job has come, whatever its state. */
const jobBase = z.object({
  id: z.string(),
  /** What is exported, in a few words: the photo's or folder's name. */
  label: z.string(),
  destination: destinationSchema,
  options: exportOptionsSchema,
  /** Photos. `total` is 0 until they have been counted. */
  total: z.number(),
  done: z.number(),
  skipped: z.number(),
  failures: z.array(jobFailureSchema),
});

/**
 * An export. `interrupted`: the app ended while it ran; it goes on, and skips what is finished, when it is retried.
 * `done` may have failures: they are listed, and `retry` takes them up again.
 */
export const jobSchema = z.discriminatedUnion('state', [
  jobBase.extend({ state: z.literal('waiting') }),
  jobBase.extend({
    state: z.literal('running'),
    photo: z.string().optional(),
    /** The same photo for the window's grid; undefined where no window has seen it. */
    photoId: photoIdSchema.optional(),
    stage: photoStageSchema.optional(),
    secondsLeft: z.number().optional(),
  }),
  jobBase.extend({ state: z.literal('done') }),
  jobBase.extend({ state: z.literal('cancelled') }),
  jobBase.extend({ state: z.literal('interrupted') }),
  jobBase.extend({ state: z.literal('failed'), failure: failureSchema }),
]);
export type Job = z.infer<typeof jobSchema>;
