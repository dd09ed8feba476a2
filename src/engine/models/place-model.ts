import { rename } from 'node:fs/promises';
import path from 'node:path';
import { FailureError, systemErrorCode } from '../failure-error';
import { syncFolder } from '../files/sync-folder';
import { writeFailure } from '../files/write-failure';
import type { FoundModel } from '../inference/model-folders';
import { IMPORT_REMEDIES } from './copy-file';
import { removeFilesOf } from './remove-model';

/**
 * Gives a staged model its name, in one step. What a download of the same model had begun gives way.
 *
 * @param begun the model whose download may have begun in `folder`.
 * @throws FailureError `OutputExists` where another has taken the name meanwhile; `OutputUnwritable`.
 */
export async function placeModel(
  staged: string,
  folder: string,
  begun: FoundModel | undefined,
  signal: AbortSignal,
): Promise<void> {
  await syncFolder(staged);
  if (begun) await removeFilesOf(begun, signal);
  try {
    await rename(staged, folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemErrorCode(error) ?? '')) {
      throw writeFailure(folder, error, IMPORT_REMEDIES);
    }
    throw new FailureError(
      'OutputExists',
      `${folder}: is there already`,
      'Look what is in it, delete it, and import again.',
    );
  }
  await syncFolder(path.dirname(folder));
}
