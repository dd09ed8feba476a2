import { createHash } from 'node:crypto';
import { constants, open, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { syncFolder } from '../files/sync-folder';
import { writeFailure } from '../files/write-failure';
import { DOWNLOAD_REMEDIES } from './download-failure';
import { rememberHash } from './remembered-hash';
import type { RemoteFile } from './remote-file';
import { sideFilesOf } from './side-files';

const originSchema = z.object({
  /** The mirror's address, before redirects. */
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
});

/** After each so many bytes the disk is set to work, so that the sync at the end has little left to do. */
const SYNC_EVERY_BYTES = 32 << 20;

/** Where the bytes of a partial file come from, and what that server calls the version they are of. */
export type Origin = z.infer<typeof originSchema>;

/** On disk the origin stands with the hash of the file it belongs to: a name may come to mean another file. */
const originFileSchema = originSchema.extend({ sha256: z.string() });

/**
 * The bytes of a file that have arrived so far, in `<target>.part`, hashed as they come. Whoever opens one holds the
 * target's lock, and closes it. Methods that write throw FailureError `DiskFull` or `OutputUnwritable`.
 */
export class PartialFile {
  readonly #target: string;
  readonly #file: RemoteFile;
  readonly #handle: FileHandle;
  #hash = createHash('sha256');
  #length = 0;
  #origin: Origin | undefined;
  #syncedLength = 0;
  #syncing = Promise.resolve();

  private constructor(target: string, file: RemoteFile, handle: FileHandle) {
    this.#target = target;
    this.#file = file;
    this.#handle = handle;
  }

  /** Opens what an earlier download left of this very file, read and hashed again; or else an empty one. */
  static async open(target: string, file: RemoteFile, signal: AbortSignal): Promise<PartialFile> {
    const handle = await guarded(target, () => open(sideFilesOf(target).part, constants.O_RDWR | constants.O_CREAT));
    const part = new PartialFile(target, file, handle);
    try {
      await part.#takeUp(signal);
      return part;
    } catch (error) {
      await part.close();
      throw error;
    }
  }

  /** Bytes from the file's beginning. */
  get length(): number {
    return this.#length;
  }

  /** undefined where the bytes cannot be added to. */
  get origin(): Origin | undefined {
    return this.#origin;
  }

  /** Whether all bytes are there and are the file's. */
  isWhole(): boolean {
    return this.#length === this.#file.bytes && this.#hash.copy().digest('hex') === this.#file.sha256;
  }

  /** Throws the bytes away; those that follow come from `origin`. */
  async restart(origin?: Origin): Promise<void> {
    const { origin: originFile } = sideFilesOf(this.#target);
    await guarded(this.#target, async () => {
      await rm(originFile, { force: true });
      await this.#handle.truncate(0);
      if (origin) await writeFile(originFile, JSON.stringify({ ...origin, sha256: this.#file.sha256 }));
    });
    this.#origin = origin;
    this.#length = 0;
    this.#syncedLength = 0;
    this.#hash = createHash('sha256');
  }

  async append(chunk: Uint8Array): Promise<void> {
    await guarded(this.#target, async () => {
      const writing = this.#write(chunk);
      // While the disk is at it.
      this.#hash.update(chunk);
      await writing;
    });
    this.#length += chunk.byteLength;
    if (this.#length >= this.#syncedLength + SYNC_EVERY_BYTES) this.#syncSoFar();
  }

  /** Gives the whole file its name, for good: synced before, and its folder after. */
  async commit(): Promise<void> {
    const { part, origin } = sideFilesOf(this.#target);
    await guarded(this.#target, async () => {
      await this.#syncing;
      await this.#handle.sync();
      await this.close();
      await rm(origin, { force: true });
      await rename(part, this.#target);
      await syncFolder(path.dirname(this.#target));
    });
    await rememberHash(this.#target, this.#file.sha256);
  }

  /** What has arrived stays for another time. */
  async close(): Promise<void> {
    await this.#syncing.catch(() => undefined);
    await this.#handle.close();
  }

  async #takeUp(signal: AbortSignal): Promise<void> {
    const { size } = await this.#handle.stat();
    const origin = await readOrigin(this.#target, this.#file);
    // A full length needs no origin: its hash tells.
    const isOfUse = size === this.#file.bytes || (size < this.#file.bytes && origin !== undefined);
    if (!isOfUse) return this.restart();
    this.#origin = origin;
    try {
      await this.#hashWhatIsThere(signal);
    } catch {
      signal.throwIfAborted();
      return this.restart();
    }
  }

  async #hashWhatIsThere(signal: AbortSignal): Promise<void> {
    const reading = { start: 0, autoClose: false, highWaterMark: 1 << 20, signal };
    for await (const chunk of this.#handle.createReadStream(reading) as AsyncIterable<Buffer>) {
      this.#hash.update(chunk);
      this.#length += chunk.byteLength;
    }
  }

  #syncSoFar(): void {
    this.#syncedLength = this.#length;
    this.#syncing = this.#syncing.then(() => this.#handle.datasync());
    // A system tells of bytes it could not keep only once: the commit hears of it here, not from its own sync.
    this.#syncing.catch(() => undefined);
  }

  async #write(chunk: Uint8Array): Promise<void> {
    let written = 0;
    while (written < chunk.byteLength) {
      const left = chunk.byteLength - written;
      written += (await this.#handle.write(chunk, written, left, this.#length + written)).bytesWritten;
    }
  }
}

async function readOrigin(target: string, file: RemoteFile): Promise<Origin | undefined> {
  try {
    const { sha256, ...origin } = originFileSchema.parse(
      JSON.parse(await readFile(sideFilesOf(target).origin, 'utf8')),
    );
    return sha256 === file.sha256 ? origin : undefined;
  } catch {
    return undefined;
  }
}

async function guarded<Result>(target: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(target, error, DOWNLOAD_REMEDIES);
  }
}
