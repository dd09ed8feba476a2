import { rm } from 'node:fs/promises';
import { writeFailure } from '../files/write-failure';
import { DOWNLOAD_REMEDIES } from './download-failure';
import { defaultPatience } from './patience';
import { sideFilesOf } from './side-files';
import { targetOf } from './target';
import { withTargetLock } from './target-lock';

/**
 * Removes files and all that their downloads left beside them. A file that is being downloaded is removed afterwards.
 *
 * @throws FailureError `OutputUnwritable`; `Cancelled` where the signal is raised while a download is waited for;
 * `DownloadRefused` where a name is not a plain one, and nothing is removed then.
 */
export async function removeFiles(names: readonly string[], folder: string, signal: AbortSignal): Promise<void> {
  for (const target of names.map((name) => targetOf(name, folder))) {
    await withTargetLock(target, { pollMs: defaultPatience.lockPollMs, signal }, async () => {
      const { part, origin, hash } = sideFilesOf(target);
      try {
        for (const file of [target, part, origin, hash]) await rm(file, { force: true });
      } catch (error) {
        throw writeFailure(target, error, DOWNLOAD_REMEDIES);
      }
    });
  }
}
