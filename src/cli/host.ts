import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import * as z from 'zod';
import type { EngineConfig } from '../engine/engine-config';
import type { ServeOptions } from '../server/serve-folders';
import type { Command, EngineOptions } from './arguments';

/** Two directories up both from the source (src/cli) and from the build (out/main). */
const PACKAGE_ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const CACHE_LIMIT_BYTES = 4 * 1024 ** 3;

/** Fathom's version, from its package.json. */
export function appVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(PACKAGE_ROOT, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}

/** The engine a command line runs: FATHOM_MODELS and FATHOM_CACHE name other folders than the usual ones. */
export function engineConfig({ threads, useCache }: EngineOptions): EngineConfig {
  const folder = path.resolve(process.env['FATHOM_CACHE'] ?? envPaths('fathom', { suffix: '' }).cache);
  const photo = path.join(PACKAGE_ROOT, 'resources/samples/coffee.jpg');
  return {
    appVersion: appVersion(),
    modelsFolder: process.env['FATHOM_MODELS'] ?? path.join(PACKAGE_ROOT, 'models'),
    userModelsFolder: path.join(envPaths('fathom', { suffix: '' }).data, 'models'),
    cache: useCache ? { folder, limitBytes: CACHE_LIMIT_BYTES } : undefined,
    userDecodersFolder: path.join(envPaths('fathom', { suffix: '' }).data, 'decoders'),
    heicWorker: path.join(PACKAGE_ROOT, 'out/main/heic-worker.cjs'),
    sessionWorker: path.join(PACKAGE_ROOT, 'out/main/session-worker.cjs'),
    trial: {
      engineEntry: path.join(PACKAGE_ROOT, 'out/main/engine.cjs'),
      photo,
    },
    probe: {
      entry: path.join(PACKAGE_ROOT, 'out/main/probe.cjs'),
      photo,
      folder: useCache ? path.join(folder, 'verdicts') : undefined,
    },
    threads: Math.min(threads ?? Infinity, os.availableParallelism()),
  };
}

/**
 * What a browser's host is made with; FATHOM_DATA names another folder than the usual one for its own. It keeps its settings, jobs and typed focal lengths apart from the desktop app's:
 * a page must not come to know which folders are open there.
 */
export function serveOptions({
  folders,
  host,
  port,
  token,
  outputFolder = path.join(os.homedir(), 'fathom-exports'),
}: Extract<Command, { kind: 'serve' }>): ServeOptions {
  return {
    folders,
    host,
    port,
    token,
    outputFolder,
    appVersion: appVersion(),
    dataFolder: path.resolve(process.env['FATHOM_DATA'] ?? envPaths('fathom', { suffix: '' }).data, 'serve'),
    samplesFolder: path.join(PACKAGE_ROOT, 'resources/samples'),
    manifestFile: path.join(PACKAGE_ROOT, 'package.json'),
    uiFolder: path.join(PACKAGE_ROOT, 'out/renderer'),
    engineEntry: path.join(PACKAGE_ROOT, 'out/main/engine.cjs'),
    engine: engineConfig({ threads: undefined, useCache: true }),
  };
}
