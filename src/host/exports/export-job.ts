import * as z from 'zod';
import { exportOptionsSchema } from '../../contract/app/settings';
import { clipBoxSchema } from '../../contract/clip-box';
import { failureSchema } from '../../contract/failure';
import { lassoSchema } from '../../contract/lasso';

/** Which files an export takes: absolute paths, unlike the window's ids good for the next start. */
const exportSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('photos'), photos: z.array(z.string()) }),
  z.object({ kind: z.literal('folder'), folder: z.string(), recursive: z.boolean() }),
]);
export type ExportSource = z.infer<typeof exportSourceSchema>;

export const ENDED_STATES = ['done', 'cancelled', 'interrupted', 'failed'] as const;

/** An export as the host keeps it, also from one start to the next. */
export const exportJobSchema = z.object({
  id: z.string(),
  label: z.string(),
  source: exportSourceSchema,
  outputFolder: z.string(),
  options: exportOptionsSchema,
  /** Clip boxes of single photos, by their paths. */
  clips: z.record(z.string(), clipBoxSchema).optional(),
  /** Lassos of single photos, by their paths. */
  lassos: z.record(z.string(), lassoSchema).optional(),
  state: z.enum(['waiting', 'running', ...ENDED_STATES]),
  total: z.number(),
  done: z.number(),
  skipped: z.number(),
  failures: z.array(z.object({ photo: z.string(), failure: failureSchema })),
  /** Why the job as a whole could not run. */
  failure: failureSchema.optional(),
  /** Whether it has run before: what is finished is then skipped, whatever the policy. */
  isRetry: z.boolean(),
});
export type ExportJob = z.infer<typeof exportJobSchema>;

/** A job that was under way when the app ended has been interrupted. */
export function afterRestart(job: ExportJob): ExportJob {
  return job.state === 'running' || job.state === 'waiting' ? { ...job, state: 'interrupted' } : job;
}

/** The job as it stands before another try: what failed is taken up again, what is finished is skipped. */
export function retried(job: ExportJob): ExportJob {
  const { failure, ...rest } = job;
  return { ...rest, state: 'waiting', total: 0, done: 0, skipped: 0, failures: [], isRetry: true };
}
