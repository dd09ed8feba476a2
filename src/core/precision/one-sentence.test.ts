import { expect, it } from 'vitest';
import { combineFindings } from '../devices/combine-findings';
import { truthInOneSentence } from './one-sentence';
import type { Verdict } from './verdict';

const verdict: Verdict = {
  model: 'm',
  provider: 'webgpu',
  device: 'GTX 1080',
  precision: 'fp32',
  options: { graphOptimizationLevel: 'all' },
  created: true,
  ran: true,
  finite: true,
  absRelVsFp32: 0.00002,
  scaleRatio: 1,
  checkedInPart: false,
  ms: 12,
  status: 'chosen',
  reason: 'exact',
};

it('says what a card has, what it lacks and what is used', () => {
  const devices = combineFindings([[{ name: 'GTX 1080', vendor: 'nvidia' }]], 'linux', ['webgpu']);
  expect(truthInOneSentence(devices, [verdict])).toBe(
    'GTX 1080 (Pascal, 6.1): no bfloat16; float16 runs at 1/64 speed; using float32 on WebGPU, verified (drift 0.002 %).',
  );
  expect(truthInOneSentence(devices, [{ ...verdict, checkedInPart: true }])).toContain(
    'using float32 on WebGPU, checked in part (drift 0.002 %).',
  );
  expect(truthInOneSentence(devices, [{ ...verdict, status: 'failed' }])).toContain('nothing runs the model.');
});
