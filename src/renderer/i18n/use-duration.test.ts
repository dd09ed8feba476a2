import { describe, expect, it } from 'vitest';
import { durationParts } from './use-duration';

describe('durationParts', () => {
  it.each([
    [0, 'seconds', 1],
    [54, 'seconds', 54],
    [58, 'minutes', 1],
    [150, 'minutes', 3],
    [3500, 'hours', 1],
    [7300, 'hours', 2],
  ] as const)('%d s', (seconds, unit, count) => {
    expect(durationParts(seconds)).toEqual({ unit, count });
  });
});
