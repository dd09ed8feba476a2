import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFailure } from '../files/write-failure';
import { shownAddress } from './address';
import { attemptTransfer, type Source } from './attempt';
import { DOWNLOAD_REMEDIES, mirrorsFailure, type MirrorFault } from './download-failure';
import type { HttpClient } from './http-client';
import { PartialFile } from './partial-file';
import type { Patience } from './patience';
import type { ProgressReporter } from './progress';
import type { RemoteFile } from './remote-file';
import { retryWaitMs } from './retry-wait';
import { withTargetLock } from './target-lock';
import { stateOf } from './verify-files';

/** An attempt that brings this much is worth another, however many failed before. */
const WORTHWHILE_BYTES = 1 << 20;

/** What the downloads of several files share. */
export interface Downloader {
  readonly client: HttpClient;
  readonly patience: Patience;
  readonly progress: ProgressReporter;
  readonly signal: AbortSignal;
}

/**
 * Makes sure that a file lies whole at `target`. Where another process downloads it, waits for that one.
 *
 * @throws FailureError; the signal's reason where it is raised.
 */
export async function downloadFile(file: RemoteFile, target: string, downloader: Downloader): Promise<void> {
  const { patience, progress, signal } = downloader;
  const onWait = () => {
    progress.enter('waiting');
  };
  await withTargetLock(target, { pollMs: patience.lockPollMs, signal, onWait }, async (held) => {
    progress.enter('checking');
    const state = await stateOf(file, target, { signal: held });
    if (state === 'whole') return;
    if (state === 'damaged') await remove(target);
    const part = await PartialFile.open(target, file, held);
    try {
      if (!part.isWhole()) await fetchFromMirrors(file, part, { ...downloader, signal: held });
      held.throwIfAborted();
      await part.commit();
    } finally {
      await part.close();
    }
  });
}

async function remove(target: string): Promise<void> {
  try {
    await rm(target, { force: true });
  } catch (error) {
    throw writeFailure(target, error, DOWNLOAD_REMEDIES);
  }
}

async function fetchFromMirrors(file: RemoteFile, part: PartialFile, downloader: Downloader): Promise<void> {
  const { client, signal, progress } = downloader;
  const onBytes = (bytes: number): void => {
    progress.at(part.length, bytes);
  };
  const faults: { mirror: string; fault: MirrorFault }[] = [];
  for (const url of mirrorsInOrder(file, part)) {
    const fault = await fetchFromMirror({ client, url, file, part, signal, onBytes }, downloader);
    if (fault === undefined) return;
    faults.push({ mirror: shownAddress(new URL(url)), fault });
  }
  throw mirrorsFailure(file, faults);
}

/** The mirror first whose bytes are there already. */
function mirrorsInOrder({ urls }: RemoteFile, { origin }: PartialFile): readonly string[] {
  return [...urls.filter((url) => url === origin?.url), ...urls.filter((url) => url !== origin?.url)];
}

/** Asks one mirror until the file is whole, or says why it gave up. */
async function fetchFromMirror(source: Source, { patience, progress }: Downloader): Promise<MirrorFault | undefined> {
  let failedInARow = 0;
  let furthest = source.part.length;
  for (;;) {
    progress.at(source.part.length);
    progress.enter('downloading');
    const attempt = await attemptTransfer(source);
    if (attempt.kind === 'complete') return undefined;
    if (attempt.kind === 'useless') return attempt.fault;
    failedInARow = source.part.length >= furthest + WORTHWHILE_BYTES ? 1 : failedInARow + 1;
    furthest = Math.max(furthest, source.part.length);
    const waitMs = retryWaitMs(failedInARow, patience.firstRetryMs, attempt.askedWaitMs);
    if (failedInARow > patience.retries || waitMs > patience.longestWaitMs) {
      return { code: 'DownloadFailed', why: attempt.why };
    }
    progress.enter('retrying');
    await sleep(waitMs, undefined, { signal: source.signal });
  }
}
