import { describe, expect, it } from 'vitest';
import type { AccuracyFigure } from './descriptor';
import { BALANCED_LIMIT_MS, chooseTiers, type TierCandidate } from './tiers';

const figure = (benchmark: string, delta1: number): AccuracyFigure => ({
  benchmark,
  delta1,
  absRel: 1 - delta1,
  source: 'a paper',
});
const candidate = (id: string, msPerPhoto: number | undefined, ...accuracy: AccuracyFigure[]): TierCandidate => ({
  id,
  accuracy,
  msPerPhoto,
  fits: true,
});
const ids = (models: readonly TierCandidate[]) =>
  Object.fromEntries(Object.entries(chooseTiers(models)).map(([tier, { id }]) => [tier, id]));

const small = candidate('small', 200);
const middle = candidate('middle', 2000, figure('A', 0.8));
const large = candidate('large', 9000, figure('A', 0.9));

describe('chooseTiers', () => {
  it('goes by time and by figures of a shared benchmark', () => {
    expect(chooseTiers([large, small, middle])).toEqual({
      fast: { id: 'small', reason: { kind: 'fastest', msPerPhoto: 200 } },
      balanced: {
        id: 'middle',
        reason: { kind: 'mostAccurate', figure: figure('A', 0.8), ahead: 0, withinMs: BALANCED_LIMIT_MS },
      },
      best: { id: 'large', reason: { kind: 'mostAccurate', figure: figure('A', 0.9), ahead: 1 } },
    });
  });

  it('takes the only model there is for all three, measured or not', () => {
    const only = { id: 'small', reason: { kind: 'onlyOne' } };
    expect(chooseTiers([candidate('small', undefined)])).toEqual({ fast: only, balanced: only, best: only });
    expect(chooseTiers([])).toEqual({});
  });

  it('leaves out what does not fit into memory or was not measured', () => {
    expect(ids([small, middle, { ...large, fits: false }])).toEqual({
      fast: 'small',
      balanced: 'middle',
      best: 'middle',
    });
    expect(ids([small, candidate('unmeasured', undefined, figure('A', 1))])).toEqual({
      fast: 'small',
      balanced: 'small',
    });
    expect(ids([{ ...small, fits: false }])).toEqual({});
  });

  it('calls nothing the best where nobody has published how good the models are', () => {
    expect(ids([small, candidate('other', 100)])).toEqual({ fast: 'other', balanced: 'other' });
  });

  it('falls back on the fastest where the accurate ones take longer than a person waits', () => {
    expect(chooseTiers([small, large]).balanced).toEqual({
      id: 'small',
      reason: { kind: 'noneBetterWithin', withinMs: BALANCED_LIMIT_MS },
    });
  });

  it('lets figures of different benchmarks decide nothing: then the faster one is taken', () => {
    const elsewhere = candidate('elsewhere', 8000, figure('B', 0.5));
    expect(ids([small, large, elsewhere])['best']).toBe('elsewhere');
    const beaten = candidate('beaten', 100, figure('A', 0.7), figure('B', 0.4));
    expect(ids([beaten, large, elsewhere])['best']).toBe('elsewhere');
    expect(ids([beaten, large, { ...elsewhere, msPerPhoto: 9500 }])['best']).toBe('large');
  });

  it('shows the figure of a benchmark on which it is ahead', () => {
    const wide = candidate('wide', 9000, figure('C', 0.3), figure('A', 0.9));
    expect(chooseTiers([small, middle, wide]).best?.reason).toMatchObject({ figure: { benchmark: 'A' }, ahead: 1 });
  });
});
