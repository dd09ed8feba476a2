import { stat } from 'node:fs/promises';
import { systemErrorCode } from '../failure-error';
import { cancelled } from './download-failure';
import { hashOfFile, type HashOptions } from './remembered-hash';
import type { RemoteFile } from './remote-file';
import { targetOf } from './target';

/** Damaged is what bears the name but is not the file, or cannot be read. */
export type FileState = 'whole' | 'missing' | 'damaged';

export interface VerifiedFile {
  readonly name: string;
  readonly state: FileState;
}

/**
 * The states of files in a folder, by size and SHA-256, in the order given. A file is read only where its hash is not
 * remembered from when it had this size and time of change, or where `afresh` asks for it.
 *
 * @throws FailureError `Cancelled`; `DownloadRefused` where a name is not a plain one.
 */
export async function verifyFiles(
  files: readonly Pick<RemoteFile, 'name' | 'bytes' | 'sha256'>[],
  folder: string,
  options: HashOptions = {},
): Promise<VerifiedFile[]> {
  const verified: VerifiedFile[] = [];
  for (const file of files) {
    verified.push({ name: file.name, state: await stateOf(file, targetOf(file.name, folder), options) });
  }
  return verified;
}

/**
 * The state of one file at `target`.
 *
 * @throws FailureError `Cancelled`.
 */
export async function stateOf(
  { name, bytes, sha256 }: Pick<RemoteFile, 'name' | 'bytes' | 'sha256'>,
  target: string,
  options: HashOptions = {},
): Promise<FileState> {
  try {
    if (options.signal?.aborted) throw cancelled(name);
    if ((await stat(target)).size !== bytes) return 'damaged';
    return (await hashOfFile(target, options)) === sha256 ? 'whole' : 'damaged';
  } catch (error) {
    if (options.signal?.aborted) throw cancelled(name);
    return systemErrorCode(error) === 'ENOENT' ? 'missing' : 'damaged';
  }
}
