import { startEngineProcess } from '../engine/child-process';
import type { EngineConfig } from '../engine/engine-config';
import { createHost } from '../host/create-host';
import type { Host } from '../host/host';
import { readLinks } from '../host/links';
import { newToken } from './access';
import { browserShell } from './browser-shell';
import { CannotListen, startServer, type RunningServer } from './start-server';

/** F-A-T-H on a telephone's keys: the same address every day, where it is free. */
const USUAL_PORT = 3284;

/** What a browser's host is made with; all paths are absolute. */
export interface ServeOptions {
  readonly appVersion: string;
  /** The folders that can be seen, besides the samples. */
  readonly folders: readonly string[];
  /** Where exports go. */
  readonly outputFolder: string;
  readonly dataFolder: string;
  readonly samplesFolder: string;
  /** The package.json that says where the app's links lead. */
  readonly manifestFile: string;
  /** The built user interface. */
  readonly uiFolder: string;
  /** The built `engine.cjs`. */
  readonly engineEntry: string;
  readonly engine: EngineConfig;
  readonly host: string;
  /** {@link USUAL_PORT}, or any that is free, where undefined. */
  readonly port: number | undefined;
  /** A random one where undefined. */
  readonly token: string | undefined;
}

/**
 * Shows folders of photos, and the app around them, to browsers. The engine runs as a child process.
 *
 * @throws CannotListen where the port is taken or the host is none of this machine's.
 */
export async function serveFolders(options: ServeOptions): Promise<RunningServer> {
  const host = await createHost({
    appVersion: options.appVersion,
    dataFolder: options.dataFolder,
    samplesFolder: options.samplesFolder,
    destinations: [options.outputFolder],
    folders: options.folders,
    shell: browserShell(readLinks(options.manifestFile)),
    startEngine: ({ cacheFolder, cacheLimitBytes }) =>
      startEngineProcess(options.engineEntry, {
        ...options.engine,
        cache: options.engine.cache && {
          folder: cacheFolder ?? options.engine.cache.folder,
          limitBytes: cacheLimitBytes,
        },
      }),
  });
  try {
    return await startAtPort(host, options);
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function startAtPort(
  host: Host,
  { uiFolder, host: name, port, token = newToken() }: ServeOptions,
): Promise<RunningServer> {
  const start = (at: number): Promise<RunningServer> => startServer(host, uiFolder, token, { host: name, port: at });
  if (port !== undefined) return start(port);
  try {
    return await start(USUAL_PORT);
  } catch (error) {
    // Nobody asked for this port: another one does as well.
    if (error instanceof CannotListen && error.code === 'EADDRINUSE') return start(0);
    throw error;
  }
}
