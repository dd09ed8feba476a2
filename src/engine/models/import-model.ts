import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImportEvent, ImportModelRequest } from '../../contract/import-model';
import type { ModelDescriptor, ModelFile } from '../../core/models/descriptor';
import { offerOf } from '../../core/models/model-offer';
import { requireFreeSpace } from '../download/free-space';
import type { Engine } from '../engine';
import { FailureError, systemErrorCode } from '../failure-error';
import { writeFailure } from '../files/write-failure';
import { IMPORTED_DESCRIPTOR } from '../inference/model-folders';
import { copyFile, IMPORT_REMEDIES } from './copy-file';
import { planImport, type ImportPlan, type SourceFile } from './plan-import';
import { withStagingFolder } from './staging-folder';
import { placeModel } from './place-model';
import { trialRun } from './trial-run';

export interface ImportOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: ImportEvent) => void;
}

/**
 * Brings a model's files into the user's models: inspected, copied, tried in a process of its own, and only then under the
 * model's name. Whatever happens, the model is there whole or not at all.
 *
 * @throws FailureError `ModelMissing`, `ModelUnfit`, `ModelFailed`, `OutputExists`, `ChecksumMismatch`, `DiskFull`,
 * `OutputUnwritable`, `Cancelled`, or what else a photo's estimate fails with.
 */
export async function importModel(
  { config, launch, models }: Pick<Engine, 'config' | 'launch' | 'models'>,
  request: ImportModelRequest,
  { signal, onEvent }: ImportOptions,
): Promise<void> {
  const { userModelsFolder, trial } = config;
  if (userModelsFolder === undefined || trial === undefined) {
    throw new FailureError(
      'OutputUnwritable',
      'models cannot be tried here, so none is imported',
      'Import with `fathom models import`.',
    );
  }
  try {
    onEvent({ event: 'inspecting' });
    const plan = await planImport(models, request);
    const { id } = plan.descriptor;
    await withStagingFolder(userModelsFolder, id, async (staging) => {
      const folder = path.join(staging, id);
      await stageModel(plan, folder, { signal, onEvent });
      onEvent({ event: 'trying' });
      const outcome = await trialRun(
        { means: trial, config: { ...config, userModelsFolder: staging }, launch },
        id,
        signal,
      );
      signal.throwIfAborted();
      await placeModel(folder, path.join(userModelsFolder, id), plan.begun, signal);
      models.forget(id);
      onEvent({ event: 'done', id, trial: outcome });
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new FailureError(
      'Cancelled',
      `${request.path}: import cancelled`,
      'Nothing of it was kept. Import it again.',
    );
  }
}

/** Copies the files into a folder and pins their sizes and hashes in a descriptor there. */
async function stageModel({ descriptor, files }: ImportPlan, folder: string, options: ImportOptions): Promise<void> {
  await explained(folder, () => mkdir(folder));
  await requireFreeSpace(files, folder, IMPORT_REMEDIES.diskFull);
  const pinned = await copyFiles(descriptor, files, folder, options);
  // What the catalogue knows to the last bit stays the catalogue's: a later one may describe it better.
  if (offerOf(descriptor) === 'pull') return;
  const file = path.join(folder, IMPORTED_DESCRIPTOR);
  const text = `${JSON.stringify({ ...descriptor, files: pinned }, undefined, 2)}\n`;
  await explained(file, () => writeFile(file, text, { flag: 'wx', flush: true }));
}

async function copyFiles(
  descriptor: ModelDescriptor,
  files: readonly SourceFile[],
  folder: string,
  { signal, onEvent }: ImportOptions,
): Promise<ModelFile[]> {
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const pinned: ModelFile[] = [];
  let bytesBefore = 0;
  for (const { name, source, known } of files) {
    const report = (bytes: number): void => {
      onEvent({ event: 'copying', name, bytesDone: bytesBefore + bytes, bytesTotal });
    };
    report(0);
    const { bytes, sha256 } = await copyFile(source, path.join(folder, name), signal, report);
    bytesBefore += bytes;
    if (known.sha256 !== undefined && known.sha256 !== sha256) throw wrongFile(source, descriptor, known);
    // An address whose file is not known to be this one is of no use for repair.
    pinned.push({ name, bytes, sha256, urls: known.sha256 === undefined ? [] : known.urls });
  }
  return pinned;
}

/** The failure of a file that is not the one whose size and hash are published. */
function wrongFile(source: string, { id }: ModelDescriptor, { sha256 }: ModelFile): FailureError {
  return new FailureError(
    'ChecksumMismatch',
    `${source}: is not the file of ${id}, whose SHA-256 is ${sha256!}`,
    'Download it again, or import it as a model of your own, without --as.',
  );
}

async function explained(file: string, task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    throw systemErrorCode(error) === undefined ? error : writeFailure(file, error, IMPORT_REMEDIES);
  }
}
