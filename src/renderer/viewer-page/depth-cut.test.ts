import { describe, expect, it } from 'vitest';
import { CUT_STEPS, cutOfSteps, shownRange, stepsOfCut } from './depth-cut';

const all = [1, 100] as const;

describe('the cut', () => {
  it('cuts nothing at both ends', () => {
    expect(cutOfSteps([0, CUT_STEPS], all)).toBeUndefined();
    expect(stepsOfCut(undefined, all)).toEqual([0, CUT_STEPS]);
  });

  it('is logarithmic, and open at an end that is not moved', () => {
    const [near, far] = cutOfSteps([0, CUT_STEPS / 2], all)!;
    expect(near).toBe(0);
    expect(far).toBeCloseTo(10, 9);
    expect(cutOfSteps([CUT_STEPS / 2, CUT_STEPS], all)![1]).toBe(Infinity);
  });

  it('comes back to the same steps', () => {
    for (const steps of [
      [0, 150],
      [20, 200],
      [70, 71],
    ] as const) {
      expect(stepsOfCut(cutOfSteps(steps, all), all)).toEqual(steps);
    }
  });

  it('is shown within what there is', () => {
    expect(shownRange([0, Infinity], all)).toEqual([1, 100]);
    expect(shownRange(undefined, all)).toEqual([1, 100]);
    expect(shownRange([2, 50], all)).toEqual([2, 50]);
  });
});
