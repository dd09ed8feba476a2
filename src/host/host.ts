import type { AnyRouter } from '@orpc/server';
import type { Command, HostEvent } from '../contract/app/events';
import type { Settings } from '../contract/app/settings';
import type { EngineLink, StartEngine } from './engine-link';
import type { Shell } from './shell';

/** What a host is made with. */
export interface HostOptions {
  readonly appVersion: string;
  /** Settings, jobs, typed focal lengths, pasted pictures. */
  readonly dataFolder: string;
  /** The bundled sample photos. */
  readonly samplesFolder: string;
  /** Where exports may go without asking, first the usual one. A browser's host has no dialog and offers these only. */
  readonly destinations: readonly string[];
  /** Folders open from the start; a browser's host opens no others. */
  readonly folders: readonly string[];
  readonly startEngine: StartEngine;
  readonly shell: Shell;
}

/**
 * What stands behind a window, whatever it is a window of: the app's contract carried out, pictures by opaque id, the
 * engine kept alive. Electron's main process and `fathom serve` differ in their `Shell` and their transport only.
 */
export interface Host {
  /** Carries out `appContract`: hand it to an oRPC handler. */
  readonly router: AnyRouter;
  /** Opens files and folders named by the system: a drop, a second start, the command line. Shows the first of them. */
  open(paths: readonly string[]): Promise<void>;
  /** Sends a menu's command to the window. */
  command(command: Command): void;
  /**
   * `GET /thumb/<photo id>/<version>` and `GET /image/<photo id>/<version>`: JPEGs, cacheable for ever; 404 for an id
   * that was not handed out. Undefined for every other address.
   */
  picture(request: Request): Promise<Response | undefined>;
  /** The engine that runs now, or the next one where it is being started: for a window's straight port to it. */
  engine(): Promise<EngineLink>;
  /** What the windows are told, but commands, for what surrounds them: progress in the taskbar, a menu's language. */
  follow(signal: AbortSignal): AsyncIterable<HostEvent>;
  settings(): Settings;
  /** Work that quitting would interrupt. */
  isBusy(): boolean;
  /** Lets the file being written finish, keeps what is not finished for the next start, ends the engine. */
  close(): Promise<void>;
}
