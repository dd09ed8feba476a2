import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../failure-error';
import { giveChunk, takeChunk } from './spare-chunks';
import { syncFolder } from './sync-folder';
import { isAlive, thisHost } from './this-process';
import { writeFailure, type WriteRemedies } from './write-failure';

const REMEDIES: WriteRemedies = {
  diskFull: 'Free some space or choose another --out folder, then run the same command again.',
  unwritable: 'Check that the output folder exists, is writable and stays there while Fathom runs.',
};

/** A file written whole under a passing name, waiting to get its own. */
export interface StagedFile {
  /** Where it lies now. */
  readonly part: string;
  /** Where it is to lie. */
  readonly target: string;
  readonly bytes: number;
  /** Settles once the file is on the disk, while the next is being written. Rejects with a FailureError. */
  readonly synced: Promise<void>;
}

/**
 * Writes chunks to `<target>.<host>-<process>-<unique>.part` and has it synced. At most two chunks are held, in copies: they
 * may share one buffer. Whatever happens, no half file stays behind.
 *
 * @throws FailureError `DiskFull` or `OutputUnwritable`.
 */
export async function stageFile(target: string, chunks: Iterable<Uint8Array>): Promise<StagedFile> {
  const part = partNameOf(target);
  try {
    const file = await openNew(part);
    const bytes = await writeChunks(file, chunks).catch(async (error: unknown) => {
      await file.close();
      throw error;
    });
    const synced = explained(target, syncAndClose(file));
    // Whoever commits or discards the file hears of its failure.
    synced.catch(() => undefined);
    return { part, target, bytes, synced };
  } catch (error) {
    await removeQuietly(part);
    throw writeFailure(target, error, REMEDIES);
  }
}

async function syncAndClose(file: FileHandle): Promise<void> {
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the folder where there is none; most often there is, and one step less is waited for. */
async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx');
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    await mkdir(path.dirname(file), { recursive: true });
    return open(file, 'wx');
  }
}

/**
 * Gives staged files their own names, in the order given, and makes the new names durable. What bears the names is
 * removed before, last name first, and so are `stale` files: whenever the process may die, no old file lies beside a
 * new one, and the first file is there if any is.
 *
 * @throws FailureError `DiskFull` or `OutputUnwritable`; none of the files remains then, staged or named.
 */
export async function commitFiles(files: readonly StagedFile[], stale: readonly string[] = []): Promise<void> {
  const targets = files.map(({ target }) => target);
  const renamed: string[] = [];
  try {
    for (const { synced } of files) await synced;
    for (const file of [...stale, ...targets.toReversed()]) await explained(file, rm(file, { force: true }));
    for (const { part, target } of files) {
      await explained(target, rename(part, target));
      renamed.push(target);
    }
  } catch (error) {
    await discardFiles(files);
    await Promise.all(renamed.map(removeQuietly));
    throw error;
  }
  await Promise.all([...new Set(targets.map((target) => path.dirname(target)))].map(syncFolder));
}

async function explained(file: string, task: Promise<void>): Promise<void> {
  try {
    await task;
  } catch (error) {
    throw writeFailure(file, error, REMEDIES);
  }
}

/** Removes staged files that will not be committed. */
export async function discardFiles(files: readonly StagedFile[]): Promise<void> {
  await Promise.all(
    files.map(async ({ part, synced }) => {
      // Not every system removes a file that is open.
      await synced.catch(() => undefined);
      await removeQuietly(part);
    }),
  );
}

/** The folder itself may be gone, or may never have been one: then there is nothing left to remove. */
async function removeQuietly(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}

/** Each chunk is written from a copy, so that the next one may be made in its place meanwhile. */
async function writeChunks(file: FileHandle, chunks: Iterable<Uint8Array>): Promise<number> {
  let written = Promise.resolve();
  let bytes = 0;
  for (const chunk of chunks) {
    const copy = takeChunk(chunk.byteLength);
    copy.set(chunk);
    await written;
    written = writeWhole(file, copy.subarray(0, chunk.byteLength)).finally(() => {
      giveChunk(copy);
    });
    // Where making the next chunk fails first, that is what is told.
    written.catch(() => undefined);
    bytes += chunk.byteLength;
  }
  await written;
  return bytes;
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.byteLength) {
    const { bytesWritten } = await file.write(chunk, written, chunk.byteLength - written);
    written += bytesWritten;
  }
}

const PART_PATTERN = /\.(?<host>[^.]+)-(?<process>\d+)-[0-9a-f]{8}\.part$/;

/** A passing name for what is to be `target`, which tells whose it is. */
export function partNameOf(target: string): string {
  return `${target}.${thisHost}-${String(process.pid)}-${randomUUID().slice(0, 8)}.part`;
}

/** Whether a file or folder is what a Fathom process of this machine, dead by now, was writing when it died. */
export function isAbandonedPart(name: string): boolean {
  const { host, process: writer } = PART_PATTERN.exec(name)?.groups ?? {};
  return host === thisHost && writer !== undefined && !isAlive(Number(writer));
}
