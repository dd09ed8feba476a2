import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

/** Of an entry while it is written; what a killed process left of one counts as an entry and goes like one. */
const PASSING_EXTENSION = '.part';

/** After pruning, the cache is this share of its limit, so that it is not pruned at every entry. */
const PRUNED_SHARE = 0.9;

/**
 * Files in a folder that can all be made again, bounded in size: the longest unused go first. Written whole under a
 * passing name and renamed. Losing an entry costs only time, so nothing here is synced, and no failure is told.
 */
export class BoundedCache {
  readonly folder: string;
  readonly #extension: string;
  readonly #limitBytes: number;
  readonly #writing = new Map<string, Promise<void>>();
  #bytes: number | undefined;

  /** @param extension of the entries, which sets them apart from other caches in the same folder. */
  constructor(folder: string, extension: string, limitBytes: number) {
    this.folder = folder;
    this.#extension = extension;
    this.#limitBytes = limitBytes;
  }

  /** An entry, which counts as used now; undefined where there is none. One that is being written is waited for. */
  async read(name: string): Promise<Buffer | undefined> {
    await this.#writing.get(name);
    const file = this.#fileOf(name);
    try {
      const entry = await readFile(file);
      const now = new Date();
      await utimes(file, now, now);
      return entry;
    } catch {
      return undefined;
    }
  }

  /** Whether {@link read} finds an entry. */
  async has(name: string): Promise<boolean> {
    await this.#writing.get(name);
    return (await describe(this.#fileOf(name))) !== undefined;
  }

  /** Keeps pieces, one after the other, as one entry. */
  async write(name: string, pieces: readonly Uint8Array[]): Promise<void> {
    const writing = this.#write(name, pieces);
    this.#writing.set(name, writing);
    await writing;
    if (this.#writing.get(name) === writing) this.#writing.delete(name);
  }

  /** Bytes of all entries. */
  async usageBytes(): Promise<number> {
    return totalBytes(await this.#entries().catch(() => []));
  }

  /** Removes every entry. */
  async clear(): Promise<void> {
    for (const { file } of await this.#entries().catch(() => [])) await rm(file, { force: true });
    this.#bytes = undefined;
  }

  async #write(name: string, pieces: readonly Uint8Array[]): Promise<void> {
    const file = this.#fileOf(name);
    const passing = `${file}.${randomUUID()}${PASSING_EXTENSION}`;
    try {
      await mkdir(this.folder, { recursive: true });
      const bytes = await writePieces(passing, pieces);
      await rename(passing, file);
      await this.#account(bytes);
    } catch {
      await rm(passing, { force: true }).catch(() => undefined);
    }
  }

  #fileOf(name: string): string {
    return path.join(this.folder, name + this.#extension);
  }

  async #account(added: number): Promise<void> {
    this.#bytes = this.#bytes === undefined ? totalBytes(await this.#entries()) : this.#bytes + added;
    if (this.#bytes > this.#limitBytes) this.#bytes = await this.#prune();
  }

  /** Removes entries, longest unused first, until well under the limit; returns the bytes left. */
  async #prune(): Promise<number> {
    const entries = (await this.#entries()).sort((a, b) => a.usedAtMs - b.usedAtMs);
    let left = totalBytes(entries);
    for (const { file, bytes } of entries) {
      if (left <= this.#limitBytes * PRUNED_SHARE) break;
      await rm(file, { force: true });
      left -= bytes;
    }
    return left;
  }

  async #entries(): Promise<CacheFile[]> {
    const names = (await readdir(this.folder)).filter(
      (name) => name.endsWith(this.#extension) || name.endsWith(PASSING_EXTENSION),
    );
    const files = await Promise.all(names.map((name) => describe(path.join(this.folder, name))));
    return files.filter((file) => file !== undefined);
  }
}

interface CacheFile {
  readonly file: string;
  readonly bytes: number;
  readonly usedAtMs: number;
}

async function describe(file: string): Promise<CacheFile | undefined> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { file, bytes: size, usedAtMs: mtimeMs };
  } catch {
    // Another process pruned it meanwhile.
    return undefined;
  }
}

const totalBytes = (files: readonly CacheFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

async function writePieces(file: string, pieces: readonly Uint8Array[]): Promise<number> {
  const handle = await open(file, 'wx');
  try {
    const { bytesWritten } = await handle.writev(pieces);
    return bytesWritten;
  } finally {
    await handle.close();
  }
}
