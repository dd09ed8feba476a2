import type { ConvertEvent, PhotoEvent, PhotoStage } from '../../contract/convert';
import type { ExportJob } from './export-job';

/** What a running job tells beside its counts. */
export interface Activity {
  readonly photo: string;
  readonly stage: PhotoStage;
  readonly secondsLeft: number | undefined;
}

/** The photos that an engine had begun and not finished: one of them may have ended it. */
export class PhotosInFlight {
  readonly #photos = new Set<string>();

  follow(event: ConvertEvent): void {
    if (event.event === 'progress') this.#photos.add(event.photo);
    else if (event.event === 'photo') this.#photos.delete(event.photo);
  }

  list(): string[] {
    return [...this.#photos];
  }
}

/** The job after an event of its conversion. */
export function counted(job: ExportJob, event: ConvertEvent): ExportJob {
  switch (event.event) {
    case 'progress':
      return { ...job, total: event.total };
    case 'photo':
      return settled(job, event);
    case 'summary':
      return { ...job, total: job.done + job.skipped + job.failures.length + event.cancelled };
  }
}

function settled(job: ExportJob, event: PhotoEvent): ExportJob {
  switch (event.status) {
    case 'done':
      return { ...job, done: job.done + 1 };
    case 'skipped':
      return { ...job, skipped: job.skipped + 1 };
    case 'failed':
      return { ...job, failures: [...job.failures, { photo: event.photo, failure: event.error }] };
  }
}

/** Seconds until a job is through, going by the photos it has converted so far; undefined before the first. */
export function secondsLeft(job: ExportJob, elapsedSeconds: number): number | undefined {
  if (job.done === 0) return undefined;
  const left = job.total - job.done - job.skipped - job.failures.length;
  return (elapsedSeconds / job.done) * left;
}
