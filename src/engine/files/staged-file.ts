import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { FailureError, systemErrorCode } from '../failure-error';

/** A file written whole and synced under a passing name, waiting to get its own. */
export interface StagedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Writes chunks to `<target>.<host>-<process>-<unique>.part` and syncs it. Takes the next chunk only once the last is
 * written, so chunks may share one buffer. Whatever happens, no half file stays behind.
 *
 * @throws FailureError `DiskFull` or `OutputUnwritable`.
 */
export async function stageFile(target: string, chunks: Iterable<Uint8Array>): Promise<StagedFile> {
  const part = partNameOf(target);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const file = await open(part, 'wx');
    try {
      const bytes = await writeChunks(file, chunks);
      await file.sync();
      return { path: part, bytes };
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeQuietly(part);
    throw writeFailure(target, error);
  }
}

/**
 * Gives staged files their own names, in the order given, and makes the new names durable.
 *
 * @throws FailureError `DiskFull` or `OutputUnwritable`; files not yet renamed are removed.
 */
export async function commitFiles(
  files: readonly { readonly staged: StagedFile; readonly target: string }[],
): Promise<void> {
  for (const { staged, target } of files) {
    try {
      await rename(staged.path, target);
    } catch (error) {
      await discardFiles(files.map((file) => file.staged));
      throw writeFailure(target, error);
    }
  }
  await Promise.all([...new Set(files.map(({ target }) => path.dirname(target)))].map(syncFolder));
}

/** Removes staged files that will not be committed. */
export async function discardFiles(files: readonly StagedFile[]): Promise<void> {
  await Promise.all(files.map((file) => removeQuietly(file.path)));
}

/** The folder itself may be gone, or may never have been one: then there is nothing left to remove. */
async function removeQuietly(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}

async function writeChunks(file: FileHandle, chunks: Iterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for (const chunk of chunks) {
    let written = 0;
    while (written < chunk.byteLength) {
      const result = await file.write(chunk, written, chunk.byteLength - written);
      written += result.bytesWritten;
    }
    bytes += written;
  }
  return bytes;
}

/** Not every platform or network disk can sync a folder; the files themselves are synced already. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    return;
  }
}

const PART_PATTERN = /\.(?<host>[^.]+)-(?<process>\d+)-[0-9a-f]{8}\.part$/;
const thisHost = hostname().replaceAll(/[^A-Za-z0-9]/g, '') || 'host';

function partNameOf(target: string): string {
  return `${target}.${thisHost}-${String(process.pid)}-${randomUUID().slice(0, 8)}.part`;
}

/** Whether a file is what a Fathom process of this machine, dead by now, was writing when it died. */
export function isAbandonedPart(name: string): boolean {
  const { host, process: writer } = PART_PATTERN.exec(name)?.groups ?? {};
  return host === thisHost && writer !== undefined && !isAlive(Number(writer));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

function writeFailure(target: string, error: unknown): FailureError {
  if (error instanceof FailureError) return error;
  const code = systemErrorCode(error);
  // Anything but a system error comes from the encoder: a fault of ours, not of the disk.
  if (code === undefined) throw error;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new FailureError(
      'DiskFull',
      `${target}: no room left to write it (${code})`,
      'Free some space or choose another --out folder, then run the same command again.',
      { cause: error },
    );
  }
  return new FailureError(
    'OutputUnwritable',
    `${target}: cannot be written (${code})`,
    'Check that the output folder exists, is writable and stays there while Fathom runs.',
    { cause: error },
  );
}
