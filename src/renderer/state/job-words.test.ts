import { describe, expect, it } from 'vitest';
import { aJob } from '../../../test/app/fixtures/jobs';
import { photoId } from '../../../test/app/fixtures/photos';
import { canRetry, failuresByPhoto, inQueueOrder, isActive, progressOf } from './job-words';

const failure = { code: 'PhotoUnreadable', message: 'no', remedy: 'another' } as const;

describe('jobs', () => {
  it('puts what runs before what waits before what has ended, newest first', () => {
    const jobs = [
      aJob('1', 'done'),
      aJob('2', 'waiting'),
      aJob('3', 'running'),
      aJob('4', 'waiting'),
      aJob('5', 'done'),
    ];
    expect(inQueueOrder(jobs).map(({ id }) => id)).toEqual(['3', '2', '4', '5', '1']);
  });

  it('counts failed and skipped photos as through', () => {
    const counts = { total: 10, done: 2, skipped: 3, failures: [{ name: 'a', failure }] };
    expect(progressOf({ ...aJob('1', 'running'), ...counts })).toBeCloseTo(0.6);
    expect(progressOf(aJob('1', 'running'))).toBeUndefined();
  });

  it('takes up again what was not finished', () => {
    expect(canRetry(aJob('1', 'done'))).toBe(false);
    expect(canRetry({ ...aJob('1', 'done'), failures: [{ name: 'a', failure }] })).toBe(true);
    expect(canRetry(aJob('1', 'running'))).toBe(false);
    expect((['cancelled', 'interrupted'] as const).map((state) => canRetry(aJob('1', state)))).toEqual([true, true]);
  });

  it('is active while it waits or runs', () => {
    expect((['waiting', 'running', 'done'] as const).map((state) => isActive(aJob('1', state)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('tells why a photo failed by the newest job', () => {
    const id = photoId('a');
    const newer = { ...failure, message: 'still no' };
    const failures = failuresByPhoto([
      { ...aJob('1', 'done'), failures: [{ id, name: 'a', failure }] },
      {
        ...aJob('2', 'done'),
        failures: [
          { id, name: 'a', failure: newer },
          { name: 'folder', failure },
        ],
      },
    ]);
    expect([...failures]).toEqual([[id, newer]]);
  });
});
