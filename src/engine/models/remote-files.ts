import type { RemoteFile } from '../download/remote-file';
import { FailureError } from '../failure-error';
import type { FoundModel } from '../inference/model-folders';
import { remedyFor } from '../inference/model-remedies';

/**
 * A model's files, each known to the last bit.
 *
 * @throws FailureError `DownloadRefused` where size or hash of one is not known.
 */
export function remoteFilesOf(found: FoundModel): RemoteFile[] {
  const { id, files } = found.descriptor;
  return files.map(({ name, urls, bytes, sha256 }) => {
    if (bytes !== undefined && sha256 !== undefined) return { name, urls, bytes, sha256 };
    throw new FailureError(
      'DownloadRefused',
      `${id}: nobody has published the hash of ${name}, so no copy of it can be trusted`,
      remedyFor(found),
    );
  });
}
