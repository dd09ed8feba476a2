import path from 'node:path';
import type { Job } from '../../contract/app/jobs';
import type { Places } from '../places';
import { destinationOf } from './destinations';
import type { ExportJob } from './export-job';
import type { Activity } from './job-progress';

/** A job as a window sees it: names and ids instead of paths. */
export function shownJob(job: ExportJob, activity: Activity | undefined, places: Places): Job {
  const { id, label, options, total, done, skipped } = job;
  const base = {
    id,
    label,
    options,
    total,
    done,
    skipped,
    destination: destinationOf(job.outputFolder),
    failures: job.failures.map(({ photo, failure }) => ({
      id: places.photoId(photo),
      name: path.basename(photo),
      failure,
    })),
  };
  switch (job.state) {
    case 'running':
      return {
        ...base,
        state: 'running',
        ...(activity && {
          photo: path.basename(activity.photo),
          photoId: places.photoId(activity.photo),
          stage: activity.stage,
        }),
        ...(activity?.secondsLeft !== undefined && { secondsLeft: activity.secondsLeft }),
      };
    case 'failed':
      return { ...base, state: 'failed', failure: job.failure! };
    case 'waiting':
    case 'done':
    case 'cancelled':
    case 'interrupted':
      return { ...base, state: job.state };
  }
}
