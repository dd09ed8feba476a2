import { describe, expect, it } from 'vitest';
import { choosePrecision, type PrecisionRung } from './choose-precision';
import { PRECISION_REQUESTS, type Precision } from './precision';

const ladder: PrecisionRung[] = [
  { precision: 'bf16', reason: 'fastest here' },
  { precision: 'fp16', reason: 'half the memory' },
  { precision: 'fp32', reason: 'always works' },
];
const provider = { label: 'Some GPU', ladder };
const modelIn = (...precisions: Precision[]) => ({ id: 'm', precisions });

describe('choosePrecision', () => {
  it('takes the first rung that the model has', () => {
    expect(choosePrecision('auto', provider, modelIn('fp32', 'fp16', 'bf16'))).toEqual({
      requested: 'auto',
      used: 'bf16',
      reason: 'fastest here',
    });
    expect(choosePrecision('auto', provider, modelIn('int8', 'fp32', 'fp16'))?.used).toBe('fp16');
    expect(choosePrecision('auto', provider, modelIn('fp32'))?.used).toBe('fp32');
  });

  it('takes what is asked for where it is possible, however low the rung', () => {
    expect(choosePrecision('fp32', provider, modelIn('bf16', 'fp32'))).toEqual({
      requested: 'fp32',
      used: 'fp32',
      reason: 'fp32 as asked',
    });
  });

  it('falls to the best possible rung where the model has not what is asked for, and says so', () => {
    expect(choosePrecision('bf16', provider, modelIn('fp16', 'fp32'))).toEqual({
      requested: 'bf16',
      used: 'fp16',
      reason: 'bf16 is not possible with m on Some GPU: using fp16, half the memory',
    });
  });

  it('falls to the best possible rung where the provider has not what is asked for, and says so', () => {
    expect(choosePrecision('int8', provider, modelIn('int8', 'fp32'))).toEqual({
      requested: 'int8',
      used: 'fp32',
      reason: 'int8 is not possible with m on Some GPU: using fp32, always works',
    });
  });

  it('uses only what model and provider share, whatever is asked for', () => {
    for (const requested of PRECISION_REQUESTS) {
      const choice = choosePrecision(requested, provider, modelIn('fp16', 'int8'));
      expect([choice?.requested, choice?.used]).toEqual([requested, 'fp16']);
    }
  });

  it('chooses nothing where they share none', () => {
    expect(choosePrecision('auto', provider, modelIn('int8'))).toBeUndefined();
    expect(choosePrecision('fp32', { label: 'Nothing', ladder: [] }, modelIn('fp32'))).toBeUndefined();
  });
});
