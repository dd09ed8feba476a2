import { downloadFiles, type DownloadOptions } from '../download/download-files';
import type { ModelStore } from '../inference/model-store';
import { remoteFilesOf } from './remote-files';

/**
 * Downloads a model of the catalogue, or what is missing or damaged of it.
 *
 * @throws FailureError `ModelMissing`; `DownloadRefused` where no address or hash is known; else as `downloadFiles`.
 */
export async function pullModel(models: ModelStore, id: string, options: DownloadOptions): Promise<void> {
  const found = await models.find(id);
  if (found.origin === 'bundled') return;
  await downloadFiles(remoteFilesOf(found), found.folder, options);
  models.forget(id);
}
