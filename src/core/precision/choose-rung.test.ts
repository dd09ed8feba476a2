import { describe, expect, it } from 'vitest';
import { chooseRung, type Candidate } from './choose-rung';
import { PRECISION_REQUESTS, type Precision } from './precision';
import type { VerdictStatus } from './verdict';

function candidate(
  precision: Precision,
  status: VerdictStatus,
  ms: number | null = null,
  provider = 'webgpu',
): Candidate {
  const absRelVsFp32 = status === 'passed' ? 0.00002 : null;
  const verdict = { status, ms, reason: `${precision} ${status}`, absRelVsFp32, checkedInPart: false };
  return { rung: { provider, precision, reason: `${precision} here` }, verdict };
}
const reference: Candidate = { rung: { provider: 'cpu', precision: 'fp32', reason: 'always works' } };

describe('chooseRung', () => {
  it('takes the fastest that passed, and says how it was proved', () => {
    const candidates = [candidate('fp16', 'passed', 20), candidate('fp32', 'passed', 30), reference];
    expect(chooseRung(candidates, 'auto')).toEqual({
      rung: candidates[0]!.rung,
      precision: { requested: 'auto', used: 'fp16', reason: 'fp16 here (verified, drift 0.002 %)' },
    });
    expect(chooseRung([candidate('fp16', 'slower', 20), candidate('fp32', 'passed', 30)], 'auto')?.rung.precision).toBe(
      'fp32',
    );
  });

  it('does not call verified what was checked in part', () => {
    const partly = { ...candidate('fp16', 'passed', 20).verdict!, checkedInPart: true };
    const choice = chooseRung([{ ...candidate('fp16', 'passed', 20), verdict: partly }, reference], 'auto');
    expect(choice?.precision.reason).toBe('fp16 here (checked in part, drift 0.002 %)');
  });

  it('says what stood above and fell', () => {
    const choice = chooseRung([candidate('fp16', 'crashed'), reference], 'auto');
    expect(choice?.precision.reason).toBe('always works; fp16 on webgpu: fp16 crashed');
  });

  it('tells of what differs in islands alone once, and not where another of them is taken', () => {
    const twice = chooseRung([candidate('fp16', 'failed'), candidate('fp16', 'failed'), reference], 'auto');
    expect(twice?.precision.reason).toBe('always works; fp16 on webgpu: fp16 failed');
    const taken = chooseRung([candidate('fp16', 'failed'), candidate('fp16', 'passed', 10), reference], 'auto');
    expect(taken?.precision.reason).toBe('fp16 here (verified, drift 0.002 %)');
  });

  it('takes what is asked for where it is right, however slow', () => {
    const candidates = [candidate('fp16', 'slower', 40), candidate('fp32', 'passed', 30), reference];
    expect(chooseRung(candidates, 'fp16')?.precision).toEqual({
      requested: 'fp16',
      used: 'fp16',
      reason: 'fp16 as asked',
    });
  });

  it('falls to the best where what is asked for failed or is not there, and says so', () => {
    const candidates = [candidate('fp16', 'failed'), candidate('fp32', 'passed', 30), reference];
    expect(chooseRung(candidates, 'fp16')?.precision.reason).toContain(
      'fp16 is not possible here (fp16 failed): using fp32',
    );
    expect(chooseRung(candidates, 'bf16')?.precision).toMatchObject({ requested: 'bf16', used: 'fp32' });
  });

  it('takes int8 for those alone who ask for it, however fast, and for what comes in nothing else', () => {
    const int8 = candidate('int8', 'passed', 10, 'cpu');
    expect(chooseRung([int8, reference], 'auto')?.rung).toBe(reference.rung);
    expect(chooseRung([int8, reference], 'fp16')?.rung).toBe(reference.rung);
    expect(chooseRung([int8, reference], 'int8')?.precision.reason).toBe('int8 as asked (verified, drift 0.002 %)');
    expect(chooseRung([int8], 'auto')?.rung).toBe(int8.rung);
  });

  it('never takes what failed, whatever is asked for', () => {
    for (const status of ['failed', 'crashed', 'timeout', 'notAvailable'] as const) {
      for (const request of PRECISION_REQUESTS) {
        expect(chooseRung([candidate('fp16', status), candidate('fp32', status), reference], request)?.rung).toBe(
          reference.rung,
        );
        expect(chooseRung([candidate('fp32', status, null, 'cpu')], request)).toBeUndefined();
      }
    }
  });
});
