import { describe, expect, it } from 'vitest';
import type { GpuFinding } from '../core/devices/device';
import type { AppLog } from './app-log';
import type { EngineRoom } from './engine-room';
import { tellGraphics } from './tell-graphics';
import type { UtilityEngine } from './utility-engine';

const gpuInfo = {
  gpuDevice: [{ vendorId: 0x10_de, deviceId: 0x1b_80, deviceString: 'NVIDIA GeForce GTX 1080', driverVersion: '31.0' }],
};
const card = { name: 'NVIDIA GeForce GTX 1080', vendor: 'nvidia', driver: '31.0' };

/** Engines that are started one after the other, and what was told to each; the second ends before it hears it. */
function room() {
  const told: (readonly GpuFinding[])[] = [];
  const engineThat = (hear: (cards: readonly GpuFinding[]) => Promise<void>) =>
    ({ client: { tellGraphics: hear } }) as unknown as UtilityEngine;
  const keep = (cards: readonly GpuFinding[]): Promise<void> => {
    told.push(cards);
    return Promise.resolve();
  };
  const engines = [engineThat(keep), engineThat(() => Promise.reject(new Error('EngineGone'))), engineThat(keep)];
  const onStarted: EngineRoom['onStarted'] = (listener) => {
    engines.forEach(listener);
    return () => undefined;
  };
  const warnings: string[] = [];
  const log = { warn: (words: string) => warnings.push(words) } as unknown as AppLog;
  return { engines: { onStarted } as EngineRoom, told, log, warnings };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('tellGraphics', () => {
  it('tells every engine of the cards that Chromium sees', async () => {
    const { engines, told, log, warnings } = room();
    tellGraphics(engines, Promise.resolve(gpuInfo), log);
    await settled();
    expect(told).toEqual([[card], [card]]);
    expect(warnings).toEqual(['The engine was not told of the graphics cards:']);
  });

  it('tells nothing where there is nothing, or nobody knows', async () => {
    const nobody = room();
    tellGraphics(nobody.engines, Promise.reject(new Error('GPU access is disabled')), nobody.log);
    const nothing = room();
    tellGraphics(nothing.engines, Promise.resolve({ gpuDevice: [] }), nothing.log);
    await settled();
    expect([...nobody.told, ...nothing.told]).toEqual([]);
    expect([nobody.warnings, nothing.warnings]).toEqual([['Chromium tells nothing of the graphics card:'], []]);
  });
});
