import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planInput } from './input-geometry';
import { centredIntrinsics } from './intrinsics';
import type { ModelDescriptor } from '../models/descriptor';
import { shrinkWholeInput } from './shrink-input';
import { pixels } from './units';

const fit = { kind: 'fit', multipleOfPx: 32, targetAreaPx: 384 * 512, maxAspect: 4 } as const;
const shorterSide = { kind: 'shorterSide', multipleOfPx: 14, shorterSidePx: 518, maxAspect: 3 } as const;
const modelOf = (size: ModelDescriptor['input']['size']) => ({ input: { size } }) as Pick<ModelDescriptor, 'input'>;
const laidInto = (size: typeof fit | typeof shorterSide, widthPx: number, heightPx: number) =>
  planInput(size, { widthPx, heightPx }, centredIntrinsics({ widthPx, heightPx }, pixels(widthPx)));

describe('shrinkWholeInput', () => {
  it('gives a sixteenth of the pixels, the sides still multiples, the focal length as the picture shrinks', () => {
    const whole = laidInto(fit, 4000, 3000);
    expect(whole.input).toEqual({ widthPx: 512, heightPx: 384 });
    const small = shrinkWholeInput(modelOf(fit), whole, 1 / 16)!;
    expect(small.input).toEqual({ widthPx: 128, heightPx: 96 });
    expect(small.fedFocalPx).toBeCloseTo(whole.fedFocalPx / 4);
    expect(shrinkWholeInput(modelOf(shorterSide), laidInto(shorterSide, 1000, 1000), 1 / 4)!.input).toEqual({
      widthPx: 266,
      heightPx: 266,
    });
  });

  it('gives nothing where the graph takes one size, or its multiples leave none smaller', () => {
    const whole = laidInto(fit, 4000, 3000);
    for (const kind of ['fixed', 'stretch'] as const) {
      expect(shrinkWholeInput(modelOf({ kind, ...whole.input }), whole, 1 / 4)).toBeUndefined();
    }
    const coarse = { ...fit, multipleOfPx: 384 };
    expect(shrinkWholeInput(modelOf(coarse), laidInto(coarse as typeof fit, 3000, 3000), 1 / 2)).toBeUndefined();
  });

  it('always gives fewer pixels than there were, on the same multiples', () => {
    const sides = fc.integer({ min: 200, max: 6000 });
    fc.assert(
      fc.property(sides, sides, fc.constantFrom(1 / 16, 1 / 4, 1 / 2), (width, height, share) => {
        for (const policy of [fit, shorterSide]) {
          const whole = laidInto(policy, width, height);
          const { input, content } = shrinkWholeInput(modelOf(policy), whole, share)!;
          expect(input.widthPx * input.heightPx).toBeLessThan(whole.input.widthPx * whole.input.heightPx);
          expect([input.widthPx % policy.multipleOfPx, input.heightPx % policy.multipleOfPx]).toEqual([0, 0]);
          expect(content).toEqual({ ...input, leftPx: 0, topPx: 0 });
        }
      }),
    );
  });
});
