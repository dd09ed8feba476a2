import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ladderOf } from '../precision/ladder';
import { combineFindings } from './combine-findings';
import { gpuCapability } from './gpu-capability';
import { vendorOf } from './vendor';

/** Each card with what its maker publishes of it, and the precisions worth trying. */
const rows = readFileSync(path.resolve(import.meta.dirname, '../../../test/fixtures/gpus.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('|').map((field) => field.trim()) as [string, string, ...string[]]);

describe('gpuCapability', () => {
  it('is held to eighty cards and more', () => {
    expect(rows.length).toBeGreaterThan(80);
  });

  it.each(rows)('%s %s', (vendor, name, architecture, computeCapability, fp16, bf16, tensorCores, ladder) => {
    expect(vendorOf(name)).toBe(vendor);
    const system = vendor === 'apple' ? 'darwin' : 'linux';
    const [device] = combineFindings([[{ name, vendor: vendorOf(name) }]], system, ['cuda', 'webgpu', 'coreml', 'cpu']);
    expect(device!.computeCapability ?? '-').toBe(computeCapability);
    expect(device).toMatchObject({
      vendor,
      name,
      architecture,
      fp16,
      bf16: bf16 === 'yes',
      tensorCores: tensorCores === 'yes',
    });
    const rungs = device!.providers.slice(0, 1).flatMap((provider) => ladderOf(provider, device!));
    // Half precision stands on several rungs, by how much of a graph stays float32.
    expect([...new Set(rungs.map(({ precision }) => precision))].join(' ')).toBe(ladder);
  });

  it('believes the driver before the name', () => {
    expect(gpuCapability('nvidia', 'NVIDIA Graphics Device', '12.1')).toMatchObject({
      architecture: 'Blackwell',
      bf16: true,
    });
    expect(gpuCapability('nvidia', 'NVIDIA GeForce GTX 1650', '7.5')).toMatchObject({ tensorCores: false });
  });
});
