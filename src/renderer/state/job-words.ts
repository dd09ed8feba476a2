import type { Job } from '../../contract/app/jobs';
import type { PhotoId } from '../../contract/app/ids';
import type { Failure } from '../../contract/failure';

/** Jobs that are not through: they can be cancelled, and quitting would interrupt them. */
export function isActive({ state }: Job): boolean {
  return state === 'waiting' || state === 'running';
}

/** Whether taking a job up again has something to do. */
export function canRetry(job: Job): boolean {
  switch (job.state) {
    case 'waiting':
    case 'running':
      return false;
    case 'done':
      return job.failures.length > 0;
    case 'cancelled':
    case 'interrupted':
    case 'failed':
      return true;
  }
}

/** How much of a job is through, 0 to 1; undefined while its photos are not counted. */
export function progressOf({ total, done, skipped, failures }: Job): number | undefined {
  return total > 0 ? Math.min(1, (done + skipped + failures.length) / total) : undefined;
}

/** Jobs as the queue shows them: what runs first, then what waits, then what has ended, newest first. */
export function inQueueOrder(jobs: readonly Job[]): Job[] {
  const rank = (job: Job): number => (job.state === 'running' ? 0 : job.state === 'waiting' ? 1 : 2);
  return jobs
    .map((job, index) => ({ job, index }))
    .sort((a, b) => rank(a.job) - rank(b.job) || (rank(a.job) === 2 ? b.index - a.index : a.index - b.index))
    .map(({ job }) => job);
}

/** Why photos failed, by the newest job that tells of each. */
export function failuresByPhoto(jobs: readonly Job[]): ReadonlyMap<PhotoId, Failure> {
  const failures = new Map<PhotoId, Failure>();
  for (const job of jobs) for (const { id, failure } of job.failures) if (id !== undefined) failures.set(id, failure);
  return failures;
}

/** The job that the status line tells of. */
export function runningJob(jobs: readonly Job[]): Extract<Job, { state: 'running' }> | undefined {
  return jobs.find((job) => job.state === 'running');
}

/** The photo that is being exported, where the host knows it. */
export function exportingPhoto(jobs: readonly Job[]): PhotoId | undefined {
  return runningJob(jobs)?.photoId;
}
