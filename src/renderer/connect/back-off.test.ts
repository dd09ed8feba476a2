import { describe, expect, it } from 'vitest';
import { backOffMs } from './back-off';

describe('backOffMs', () => {
  it('doubles up to ten seconds', () => {
    expect([0, 1, 2, 4, 5, 50].map(backOffMs)).toEqual([500, 1000, 2000, 8000, 10_000, 10_000]);
  });
});
