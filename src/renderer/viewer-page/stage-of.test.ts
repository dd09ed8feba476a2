import { describe, expect, it } from 'vitest';
import { stageOf } from './stage-of';

describe('stageOf', () => {
  it.each([
    ['side', 400, 300, 'stageStacked'],
    ['side', 300, 400, 'stage'],
    ['cloud', 400, 300, 'stage'],
  ] as const)('%s of %i × %i', (layout, widthPx, heightPx, expected) => {
    expect(stageOf(layout, { widthPx, heightPx })).toBe(expected);
  });
});
