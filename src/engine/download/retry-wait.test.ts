import { expect, it } from 'vitest';
import { parseRetryAfter, retryWaitMs } from './retry-wait';

it('doubles the wait with each retry', () => {
  expect([1, 2, 3, 4].map((n) => retryWaitMs(n, 1000))).toEqual([1000, 2000, 4000, 8000]);
});

it('waits as long as was asked for, but not shorter than it would', () => {
  expect(retryWaitMs(2, 1000, 5000)).toBe(5000);
  expect(retryWaitMs(2, 1000, 0)).toBe(2000);
});

it.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 22 Nov 2026 19:00:30 GMT', 30_000],
  ['Sun, 22 Nov 2026 18:00:00 GMT', 0],
  ['soon', undefined],
])('reads Retry-After: %s', (header, waitMs) => {
  expect(parseRetryAfter(header, Date.UTC(2026, 10, 22, 19))).toBe(waitMs);
});
