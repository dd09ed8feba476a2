import os from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';
import type { EngineSettings } from '../host/engine-link';

/** Where everything lies that the app reads and writes. */
export interface AppFolders {
  /** The package.json that says where the app's links lead. */
  readonly manifest: string;
  readonly ui: string;
  readonly preload: string;
  readonly icon: string;
  readonly samples: string;
  readonly models: string;
  readonly engine: string;
  readonly heicWorker: string;
  readonly sessionWorker: string;
  readonly probe: string;
  /** Settings, jobs, pasted pictures, downloaded models and decoders; shared with the command line. */
  readonly data: string;
  /** Chromium's own profile. */
  readonly profile: string;
  readonly logs: string;
  /** Where the cache is unless a person has chosen another place. */
  readonly cache: string;
}

/**
 * @param appPath the app's folder, or its archive.
 * @param environment FATHOM_DATA, FATHOM_CACHE and FATHOM_MODELS name other folders than the usual ones.
 */
export function appFolders(appPath: string, environment: NodeJS.ProcessEnv): AppFolders {
  // Native code and processes of their own cannot read an archive: the packager leaves these files beside it.
  const unpacked = appPath.replace(/app\.asar$/, 'app.asar.unpacked');
  const usual = envPaths('fathom', { suffix: '' });
  const data = path.resolve(environment['FATHOM_DATA'] ?? usual.data);
  return {
    manifest: path.join(appPath, 'package.json'),
    ui: path.join(appPath, 'out/renderer'),
    preload: path.join(appPath, 'out/preload/index.cjs'),
    icon: path.join(unpacked, 'resources/icon.png'),
    samples: path.join(unpacked, 'resources/samples'),
    models: path.resolve(environment['FATHOM_MODELS'] ?? path.join(unpacked, 'models')),
    engine: path.join(unpacked, 'out/main/engine.cjs'),
    heicWorker: path.join(unpacked, 'out/main/heic-worker.cjs'),
    sessionWorker: path.join(unpacked, 'out/main/session-worker.cjs'),
    probe: path.join(unpacked, 'out/main/probe.cjs'),
    data,
    profile: path.join(data, 'window'),
    logs: path.join(data, 'logs'),
    cache: path.resolve(environment['FATHOM_CACHE'] ?? usual.cache),
  };
}

/** The configuration that an engine of the app reads from its arguments. */
export function engineConfig(appVersion: string, folders: AppFolders, settings: EngineSettings): object {
  const photo = path.join(folders.samples, 'coffee.jpg');
  return {
    appVersion,
    modelsFolder: folders.models,
    userModelsFolder: path.join(folders.data, 'models'),
    cache: { folder: settings.cacheFolder ?? folders.cache, limitBytes: settings.cacheLimitBytes },
    userDecodersFolder: path.join(folders.data, 'decoders'),
    heicWorker: folders.heicWorker,
    sessionWorker: folders.sessionWorker,
    trial: { engineEntry: folders.engine, photo },
    probe: { entry: folders.probe, photo, folder: path.join(folders.data, 'verdicts') },
    // One core is left to the window.
    threads: Math.max(1, os.availableParallelism() - 1),
  };
}
