import { verifyFiles, type VerifiedFile } from '../download/verify-files';
import type { ModelStore } from '../inference/model-store';
import { remoteFilesOf } from './remote-files';

/**
 * Reads every byte of a model's files again, and of its variants'.
 *
 * @throws FailureError `ModelMissing`; `DownloadRefused` where no hash is known to hold them to.
 */
export async function verifyModelFiles(models: ModelStore, id: string): Promise<VerifiedFile[]> {
  const found = await models.find(id);
  const variants = (found.descriptor.variants ?? []).map(({ file }) => file);
  return verifyFiles([...remoteFilesOf(found), ...variants], found.folder, {
    afresh: true,
    remember: found.origin !== 'bundled',
  });
}
