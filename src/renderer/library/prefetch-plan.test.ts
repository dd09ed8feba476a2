import { describe, expect, it } from 'vitest';
import { prefetchPlan } from './prefetch-plan';

describe('prefetchPlan', () => {
  it('goes outwards from what is in view, within the grid', () => {
    expect(prefetchPlan({ first: 2, last: 4 }, 8, 10)).toEqual([5, 1, 6, 0, 7]);
  });
  it('goes no farther than it may', () => {
    expect(prefetchPlan({ first: 50, last: 60 }, 100, 2)).toEqual([61, 49, 62, 48]);
  });
});
