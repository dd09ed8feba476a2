import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpuCapability } from '../devices/gpu-capability';
import { ladderOf } from './ladder';

const PROVIDERS = ['cuda', 'webgpu', 'dml', 'coreml', 'cpu'];
const namesOf = (provider: string, name: string): string =>
  ladderOf(provider, gpuCapability('nvidia', name))
    .map(({ precision }) => precision)
    .join(' ');

describe('ladderOf', () => {
  it('never offers bf16 below compute capability 8.0, nor to a provider that lacks its kernels', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 129 }), fc.constantFrom(...PROVIDERS), (number, provider) => {
        const capability = gpuCapability('nvidia', '', `${String(Math.floor(number / 10))}.${String(number % 10)}`);
        const hasBf16 = ladderOf(provider, capability).some(({ precision }) => precision === 'bf16');
        expect(hasBf16).toBe(provider === 'cuda' && number >= 80);
      }),
    );
  });

  it('ends in float32 whatever the device', () => {
    for (const provider of PROVIDERS) {
      expect(ladderOf(provider, gpuCapability('other', '')).at(-1)).toMatchObject({ provider, precision: 'fp32' });
    }
  });

  it('gives no processor float16', () => {
    const cpu = { architecture: 'CPU', fp16: 'none', bf16: false, tensorCores: false } as const;
    expect(ladderOf('cpu', cpu).map(({ precision }) => precision)).toEqual(['int8', 'fp32']);
    expect(ladderOf('cpu', cpu)[1]!.reason).toBe('exact, and what others are held to: it needs no trial');
  });

  it('keeps Pascal and Maxwell in float32, and says why', () => {
    expect(namesOf('webgpu', 'GeForce GTX 1080')).toBe('fp32');
    expect(ladderOf('webgpu', gpuCapability('nvidia', 'GeForce GTX 1080'))[0]!.reason).toContain(
      'float16 runs at 1/64 speed on Pascal, 6.1',
    );
    expect(ladderOf('cuda', gpuCapability('nvidia', 'GeForce GTX 980'))[0]!.reason).toContain(
      'no float16 on Maxwell, 5.2',
    );
  });

  it('has float16 tried with all islands, with few and with none', () => {
    const rungs = ladderOf('webgpu', gpuCapability('nvidia', 'GeForce RTX 2080'));
    expect(rungs.map(({ precision, islands }) => [precision, islands])).toEqual([
      ['fp16', 'all'],
      ['fp16', 'range'],
      ['fp16', 'types'],
      ['fp32', undefined],
    ]);
  });

  it('has no rungs for a provider nobody knows', () => {
    expect(ladderOf('abacus', gpuCapability('other', ''))).toEqual([]);
  });
});
