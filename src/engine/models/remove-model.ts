import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { removeFiles } from '../download/remove-files';
import { FailureError } from '../failure-error';
import { writeFailure } from '../files/write-failure';
import { IMPORTED_DESCRIPTOR, type FoundModel } from '../inference/model-folders';
import type { ModelStore } from '../inference/model-store';
import { graphOf } from '../inference/verified-model';
import { removeConvertedGraphs } from '../precision/converted-graph';
import { removeCuredGraphs } from '../precision/cured-graph';

/**
 * Removes a model that was downloaded or imported, its own descriptor first: half removed, it is no model any more.
 *
 * @throws FailureError `ModelMissing`; `DownloadRefused` where it came with Fathom; `OutputUnwritable`.
 */
export async function removeModel(models: ModelStore, id: string, signal: AbortSignal): Promise<void> {
  const found = await models.find(id);
  if (found.origin === 'bundled') {
    throw new FailureError('DownloadRefused', `${id} came with Fathom and is not removed`, 'Remove Fathom itself.');
  }
  models.forget(id);
  if (found.origin === 'imported') await removeDescriptor(found);
  await removeFilesOf(found, signal);
}

/**
 * Removes a model's files, what their downloads left beside them and what was made of its graph, and their folder where
 * nothing else is in it.
 */
export async function removeFilesOf(found: FoundModel, signal: AbortSignal): Promise<void> {
  const { descriptor, folder } = found;
  if (!existsSync(folder)) return;
  await removeCuredGraphs(graphOf(found));
  await removeConvertedGraphs(graphOf(found));
  await removeFiles(
    descriptor.files.map(({ name }) => name),
    folder,
    signal,
  );
  // What a person has put there stays.
  await rmdir(folder).catch(() => undefined);
}

async function removeDescriptor({ folder }: FoundModel): Promise<void> {
  const file = path.join(folder, IMPORTED_DESCRIPTOR);
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw writeFailure(file, error, {
      diskFull: 'Free some space, then try again.',
      unwritable: 'Check that the folder is writable and that no other program uses the model.',
    });
  }
}
