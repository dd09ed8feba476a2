import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isAbandonedPart, partNameOf } from '../files/staged-file';
import { writeFailure } from '../files/write-failure';
import { IMPORT_REMEDIES } from './copy-file';

/**
 * Works in a new folder beside the user's models, which is gone afterwards, however the work ends; those that killed
 * processes left are removed as well.
 *
 * @throws FailureError `DiskFull` or `OutputUnwritable`; whatever else `work` throws.
 */
export async function withStagingFolder(
  userModelsFolder: string,
  id: string,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = partNameOf(path.join(userModelsFolder, id));
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error, IMPORT_REMEDIES);
  }
  try {
    await removeAbandoned(userModelsFolder);
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function removeAbandoned(userModelsFolder: string): Promise<void> {
  const abandoned = (await readdir(userModelsFolder)).filter(isAbandonedPart);
  for (const name of abandoned) await rm(path.join(userModelsFolder, name), { recursive: true, force: true });
}
