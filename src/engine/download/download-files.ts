import { mkdir } from 'node:fs/promises';
import { writeFailure } from '../files/write-failure';
import { isAllowedAddress } from './address';
import { cancelled, DOWNLOAD_REMEDIES, refused } from './download-failure';
import { downloadFile } from './download-file';
import { requireFreeSpace } from './free-space';
import { createHttpClient } from './http-client';
import { defaultPatience, type Patience } from './patience';
import { ProgressReporter, type DownloadProgress } from './progress';
import type { RemoteFile } from './remote-file';
import { targetOf } from './target';
import { verifyFiles } from './verify-files';

export interface DownloadOptions {
  /** Stops the download; what has arrived stays for the next time. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly patience?: Partial<Patience> | undefined;
  /** Lets addresses on this machine be http. For tests. */
  readonly allowLoopbackHttp?: boolean | undefined;
}

/**
 * Makes sure that files lie whole in a folder, which is made where it is missing. Those that do are left alone; a
 * damaged one is replaced. At every moment a file's name is borne by the whole, verified file or by none.
 *
 * @throws FailureError naming the file: `DownloadFailed`, `DownloadRefused`, `ChecksumMismatch`, `DiskFull`,
 * `OutputUnwritable` or `Cancelled`. Whatever it is, a later call goes on where this one stopped.
 */
export async function downloadFiles(
  files: readonly RemoteFile[],
  folder: string,
  {
    signal = new AbortController().signal,
    onProgress = () => undefined,
    patience,
    allowLoopbackHttp = false,
  }: DownloadOptions = {},
): Promise<void> {
  if (files.length === 0) return;
  for (const file of files) requireAllowed(file, allowLoopbackHttp);
  const targets = files.map(({ name }) => targetOf(name, folder));
  const progress = new ProgressReporter(files, onProgress);
  const limits = { ...defaultPatience, ...patience };
  const client = createHttpClient(limits, allowLoopbackHttp);
  const downloader = { client, patience: limits, progress, signal };
  let at = 0;
  try {
    progress.startFile(0);
    await makeFolder(folder);
    const states = await verifyFiles(files, folder, { signal });
    await requireFreeSpace(
      files.filter((_, i) => states[i]!.state !== 'whole'),
      folder,
    );
    for (const [i, file] of files.entries()) {
      at = i;
      progress.startFile(i);
      if (states[i]!.state !== 'whole') await downloadFile(file, targets[i]!, downloader);
      progress.finishFile();
    }
  } catch (error) {
    throw signal.aborted ? cancelled(files[at]!.name) : error;
  } finally {
    progress.stop();
    await client.close();
  }
}

function requireAllowed({ name, urls }: RemoteFile, allowLoopbackHttp: boolean): void {
  for (const url of urls) {
    if (!URL.canParse(url) || !isAllowedAddress(new URL(url), allowLoopbackHttp)) {
      throw refused(name, `${url} is not an https address`);
    }
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error, DOWNLOAD_REMEDIES);
  }
}
