import type { Job } from '../contract/app/jobs';

/** Electron's word for a bar that moves without saying how far. */
const INDETERMINATE = 2;
const NONE = -1;

/** The share of all running and waiting exports that is done, as `BrowserWindow.setProgressBar` takes it. */
export function taskbarProgress(jobs: readonly Job[]): number {
  const active = jobs.filter(({ state }) => state === 'running' || state === 'waiting');
  if (!active.some(({ state }) => state === 'running')) return NONE;
  const total = active.reduce((sum, job) => sum + job.total, 0);
  const through = active.reduce((sum, job) => sum + job.done + job.skipped + job.failures.length, 0);
  return total === 0 ? INDETERMINATE : Math.min(1, through / total);
}
