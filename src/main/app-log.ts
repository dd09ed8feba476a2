import path from 'node:path';
import log from 'electron-log/main';
import { withoutHome } from './without-home';

/** Largest size of the log; what is older moves to a second file of the same size. */
const LARGEST_BYTES = 2 ** 20;

/** The app's log: a file that a person can be asked for, without the name of their home folder. */
export interface AppLog {
  readonly file: string;
  info(...words: unknown[]): void;
  warn(...words: unknown[]): void;
  error(...words: unknown[]): void;
}

/** Starts the log, and keeps in it whatever fails without being caught. */
export function startLog(folder: string, isPackaged: boolean): AppLog {
  const file = path.join(folder, 'fathom.log');
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = LARGEST_BYTES;
  log.transports.console.level = isPackaged ? false : 'info';
  log.hooks.push((message) => ({ ...message, data: message.data.map(withoutHome) }));
  log.errorHandler.startCatching({ showDialog: false });
  return {
    file,
    info: (...words) => log.info(...words),
    warn: (...words) => log.warn(...words),
    error: (...words) => log.error(...words),
  };
}
