import { expect, it } from 'vitest';
import type { Job } from '../contract/app/jobs';
import { taskbarProgress } from './taskbar-progress';

const job = (state: 'waiting' | 'running' | 'done', total: number, done = 0, skipped = 0) =>
  ({ state, total, done, skipped, failures: [] }) as unknown as Job;

it('shows nothing while nothing runs', () => {
  expect(taskbarProgress([])).toBe(-1);
  expect(taskbarProgress([job('done', 4, 4), job('waiting', 4)])).toBe(-1);
});

it('shows how much of all that is to be done is through', () => {
  expect(taskbarProgress([job('running', 4, 1, 1), job('waiting', 4), job('done', 100, 100)])).toBe(0.25);
});

it('moves without a share while photos are being counted', () => {
  expect(taskbarProgress([job('running', 0)])).toBe(2);
});
