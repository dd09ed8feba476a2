import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseEngineConfig } from '../engine/engine-arguments';
import { appFolders, engineConfig } from './app-folders';

const project = path.resolve(import.meta.dirname, '../..');

it('hands the engine a configuration that it understands', () => {
  const folders = appFolders(project, { FATHOM_DATA: '/data', FATHOM_CACHE: '/cache' });
  const config = engineConfig('1.2.3', folders, { cacheLimitBytes: 1000, cacheFolder: undefined });
  expect(parseEngineConfig(['--config', JSON.stringify(config)])).toMatchObject({
    appVersion: '1.2.3',
    modelsFolder: path.join(project, 'models'),
    userModelsFolder: '/data/models',
    cache: { folder: '/cache', limitBytes: 1000 },
  });
});

it('finds the samples, models and icon of the project', () => {
  const { samples, models, icon } = appFolders(project, {});
  expect(existsSync(icon)).toBe(true);
  expect(existsSync(samples)).toBe(true);
  expect(existsSync(models)).toBe(true);
});

it('takes what native code reads from beside the archive, and the page from within it', () => {
  const folders = appFolders('/opt/fathom/resources/app.asar', {});
  expect(folders.engine).toBe('/opt/fathom/resources/app.asar.unpacked/out/main/engine.cjs');
  expect(folders.models).toBe('/opt/fathom/resources/app.asar.unpacked/models');
  expect(folders.ui).toBe('/opt/fathom/resources/app.asar/out/renderer');
});
