import { stat, statfs } from 'node:fs/promises';
import { FailureError } from '../failure-error';
import { DOWNLOAD_REMEDIES } from './download-failure';
import type { RemoteFile } from './remote-file';
import { sideFilesOf } from './side-files';
import { targetOf } from './target';

type SizedFile = Pick<RemoteFile, 'name' | 'bytes'>;

/**
 * Makes sure that the files not yet on disk have room there, less what has arrived of them and what they replace.
 *
 * @throws FailureError `DiskFull`, with the bytes needed and available.
 */
export async function requireFreeSpace(
  files: readonly SizedFile[],
  folder: string,
  remedy = DOWNLOAD_REMEDIES.diskFull,
): Promise<void> {
  const remaining = await Promise.all(files.map((file) => remainingBytes(file, targetOf(file.name, folder))));
  const neededBytes = remaining.reduce((sum, bytes) => sum + bytes, 0);
  const { bavail, bsize, blocks } = await statfs(folder);
  const availableBytes = bavail * bsize;
  // A file system without blocks does not say how much room it has.
  if (blocks === 0 || neededBytes <= availableBytes) return;
  throw new FailureError(
    'DiskFull',
    `${files.map(({ name }) => name).join(', ')}: ${inWords(neededBytes)} needed in ${folder}, ${inWords(availableBytes)} available`,
    remedy,
  );
}

async function remainingBytes({ bytes }: SizedFile, target: string): Promise<number> {
  return bytes - Math.min(bytes, await sizeOf(sideFilesOf(target).part)) - (await sizeOf(target));
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

const inWords = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB (${bytes} bytes)`;
