import { verifyFiles, type VerifiedFile } from '../download/verify-files';
import type { ModelStore } from '../inference/model-store';
import { remoteFilesOf } from './remote-files';

/**
 * Reads every byte of a model's files again.
 *
 * @throws FailureError `ModelMissing`; `DownloadRefused` where no hash is known to hold them to.
 */
export async function verifyModelFiles(models: ModelStore, id: string): Promise<VerifiedFile[]> {
  const found = await models.find(id);
  return verifyFiles(remoteFilesOf(found), found.folder, { afresh: true, remember: found.origin !== 'bundled' });
}
