import { describe, expect, it } from 'vitest';
import type { ConvertEvent } from '../../contract/convert';
import { exportOptionsSchema } from '../../contract/app/settings';
import { afterRestart, retried, type ExportJob } from './export-job';
import { counted, PhotosInFlight, secondsLeft } from './job-progress';

const job: ExportJob = {
  id: 'j',
  label: 'photos',
  source: { kind: 'photos', photos: ['/a.jpg'] },
  outputFolder: '/out',
  options: exportOptionsSchema.parse({}),
  state: 'running',
  total: 0,
  done: 0,
  skipped: 0,
  failures: [],
  isRetry: false,
};
const failure = { code: 'PhotoUnreadable' as const, message: '/b.jpg: is damaged', remedy: 'Copy it again.' };
const progress = (photo: string): ConvertEvent => ({ event: 'progress', photo, stage: 'infer', done: 0, total: 3 });
const skipped = (photo: string): ConvertEvent => ({ event: 'photo', photo, status: 'skipped', outputs: [] });
const failed = (photo: string): ConvertEvent => ({
  event: 'photo',
  photo,
  status: 'failed',
  outputs: [],
  error: failure,
});

describe('counted', () => {
  it('follows a conversion to its end', () => {
    const events = [progress('/a.jpg'), skipped('/a.jpg'), progress('/b.jpg'), failed('/b.jpg')];
    expect(events.reduce(counted, job)).toMatchObject({
      total: 3,
      skipped: 1,
      failures: [{ photo: '/b.jpg', failure }],
    });
  });

  it('counts in the end what was cancelled too', () => {
    const summary: ConvertEvent = { event: 'summary', done: 1, failed: 0, skipped: 0, ignored: 2, cancelled: 4, ms: 1 };
    expect(counted({ ...job, done: 1 }, summary).total).toBe(5);
  });
});

describe('PhotosInFlight', () => {
  it('holds what was begun and not settled', () => {
    const inFlight = new PhotosInFlight();
    for (const event of [progress('/a.jpg'), progress('/b.jpg'), progress('/c.jpg'), skipped('/b.jpg')])
      inFlight.follow(event);
    expect(inFlight.list()).toEqual(['/a.jpg', '/c.jpg']);
  });
});

describe('secondsLeft', () => {
  it('goes by the photos converted, not by those skipped', () => {
    expect(secondsLeft({ ...job, total: 10, done: 2, skipped: 4 }, 6)).toBe(12);
    expect(secondsLeft({ ...job, total: 10, skipped: 4 }, 6)).toBeUndefined();
  });
});

describe('a job', () => {
  it('that was under way when the app ended has been interrupted', () => {
    const states = (['running', 'waiting', 'done', 'failed'] as const).map(
      (state) => afterRestart({ ...job, state }).state,
    );
    expect(states).toEqual(['interrupted', 'interrupted', 'done', 'failed']);
  });

  it('counts anew when it is retried, and skips what is finished', () => {
    const again = retried({
      ...job,
      state: 'failed',
      done: 2,
      total: 5,
      failure,
      failures: [{ photo: '/b.jpg', failure }],
    });
    expect(again).toMatchObject({ state: 'waiting', done: 0, total: 0, failures: [], isRetry: true });
    expect(again.failure).toBeUndefined();
  });
});
