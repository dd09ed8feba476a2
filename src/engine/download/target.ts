import path from 'node:path';
import { refused } from './download-failure';

/**
 * Where a file of that name lies in a folder.
 *
 * @throws FailureError `DownloadRefused` where it is no plain name: it must not lead out of the folder, on no system.
 */
export function targetOf(name: string, folder: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) throw refused(name, 'is not a plain file name');
  return path.join(folder, name);
}
