import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { isAlive, thisHost } from '../files/this-process';
import { writeFailure } from '../files/write-failure';
import { FailureError, systemErrorCode } from '../failure-error';
import { cancelled, DOWNLOAD_REMEDIES } from './download-failure';
import { sideFilesOf } from './side-files';

/** A holder touches its lock once a poll; one that has not for so many looks of a waiter is gone, or as good as gone. */
const POLLS_UNTIL_ABANDONED = 40;

const claimSchema = z.object({ host: z.string(), process: z.number().int(), id: z.string() });

export interface LockOptions {
  readonly pollMs: number;
  readonly signal: AbortSignal;
  /** Called at each look at the lock while another holds it. */
  readonly onWait?: () => void;
}

/**
 * Works on a target while no other process, nor another caller in this one, does. Waits its turn. The lock of a dead
 * process is taken over: at once if it ran on this machine, or else when its heartbeat has stopped.
 *
 * @param work gets a signal that is raised with `options.signal`, and when another process has taken the lock because
 * this one slept for long.
 * @throws FailureError `DiskFull` or `OutputUnwritable` where no lock can be written, `Cancelled` where the signal is
 * raised while it waits, `DownloadFailed` where the lock was taken; whatever else `work` throws.
 */
export async function withTargetLock<Result>(
  target: string,
  { pollMs, signal, onWait }: LockOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const file = sideFilesOf(target).lock;
  const claim = JSON.stringify({ host: thisHost, process: process.pid, id: randomUUID() });
  const sightings: Sightings = new Map();
  while (!(await tryClaim(file, claim, sightings))) {
    onWait?.();
    await sleep(pollMs, undefined, { signal }).catch(() => {
      throw cancelled(path.basename(target));
    });
  }
  const lost = new AbortController();
  const heartbeat = setInterval(() => {
    void keepClaim(file, claim, lost);
  }, pollMs).unref();
  try {
    return await work(AbortSignal.any([signal, lost.signal]));
  } catch (error) {
    lost.signal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(heartbeat);
    if (await isMine(file, claim)) await rm(file, { force: true });
  }
}

async function keepClaim(file: string, claim: string, lost: AbortController): Promise<void> {
  if (await isMine(file, claim)) {
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
  } else {
    lost.abort(
      new FailureError(
        'DownloadFailed',
        `${file}: another process has taken over, since this one did not answer for long`,
        'Start the download again: it goes on, or waits for the other.',
      ),
    );
  }
}

async function isMine(file: string, claim: string): Promise<boolean> {
  return readFile(file, 'utf8').then(
    (text) => text === claim,
    () => false,
  );
}

/** How each lock looked at a waiter's last look, and for how many looks in a row. */
type Sightings = Map<string, { readonly look: string; readonly times: number }>;

/** Takes a lock that is free, or abandoned. */
async function tryClaim(file: string, claim: string, sightings: Sightings): Promise<boolean> {
  if (await createLock(file, claim)) return true;
  if (!(await isAbandoned(file, sightings))) return false;
  await removeAbandoned(file, claim, sightings);
  return createLock(file, claim);
}

async function createLock(file: string, claim: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(claim);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw writeFailure(file, error, DOWNLOAD_REMEDIES);
  }
}

async function isAbandoned(file: string, sightings: Sightings): Promise<boolean> {
  const sight = await look(file);
  if (sight === undefined) return false;
  if (isOfDeadProcess(sight.claim)) return true;
  const last = sightings.get(file);
  const text = `${sight.touchedAtMs} ${sight.claim}`;
  const times = last?.look === text ? last.times + 1 : 1;
  sightings.set(file, { look: text, times });
  return times > POLLS_UNTIL_ABANDONED;
}

async function look(file: string): Promise<{ readonly claim: string; readonly touchedAtMs: number } | undefined> {
  try {
    return { claim: await readFile(file, 'utf8'), touchedAtMs: (await stat(file)).mtimeMs };
  } catch {
    return undefined;
  }
}

function isOfDeadProcess(claim: string): boolean {
  try {
    const holder = claimSchema.parse(JSON.parse(claim));
    return holder.host === thisHost && !isAlive(holder.process);
  } catch {
    // Not written yet, or by a process that died before it wrote.
    return false;
  }
}

/**
 * Removes a lock under a lock of its own, and looks again there: two that found it abandoned must not both remove it,
 * the second one what a third has meanwhile taken.
 */
async function removeAbandoned(file: string, claim: string, sightings: Sightings): Promise<void> {
  const guard = `${file}.takeover`;
  if (!(await tryClaim(guard, claim, sightings))) return;
  try {
    if (await isAbandoned(file, sightings)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}
