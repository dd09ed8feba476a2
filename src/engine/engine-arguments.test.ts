import { describe, expect, it } from 'vitest';
import type { EngineConfig } from './engine-config';
import { engineArguments, parseEngineConfig } from './engine-arguments';

const config: EngineConfig = {
  appVersion: '1.2.3',
  modelsFolder: '/models with a "quote"',
  cache: { folder: '/cache', limitBytes: 5 },
  heicWorker: '/out/heic-worker.cjs',
  sessionWorker: '/out/session-worker.cjs',
  threads: 3,
};

describe('engineArguments', () => {
  it.each([config, { ...config, cache: undefined }])('carry a configuration whole', (whole) => {
    expect(parseEngineConfig(engineArguments(whole))).toEqual(whole);
  });
});

describe('parseEngineConfig', () => {
  it.each([
    ['nothing', []],
    ['no JSON', ['--config', 'x']],
    ['a thread too few', engineArguments({ ...config, threads: 0 })],
    ['another option', [...engineArguments(config), '--verbose']],
  ])('throws at %s', (_, args) => {
    expect(() => parseEngineConfig(args)).toThrow();
  });
});
