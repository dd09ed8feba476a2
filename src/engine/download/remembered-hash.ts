import { readFile, stat, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { sha256OfFile } from '../files/hash-file';
import { sideFilesOf } from './side-files';

/** A file's hash, and the size and time of change (nanoseconds, as decimals) of the file it was computed from. */
const rememberedSchema = z.object({ bytes: z.string(), modifiedNs: z.string(), sha256: z.string() });

export interface HashOptions {
  /** Reads the file even where its hash is remembered: size and time do not show a rotten bit. */
  readonly afresh?: boolean | undefined;
  /** Whether to write the hash down beside the file; true where undefined. */
  readonly remember?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The SHA-256 of a file: the one remembered beside it if the file has not changed since, or else computed and remembered. */
export async function hashOfFile(
  file: string,
  { afresh = false, remember = true, signal }: HashOptions = {},
): Promise<string> {
  const before = await fingerprintOf(file);
  const remembered = afresh ? undefined : await recall(file);
  if (remembered?.bytes === before.bytes && remembered.modifiedNs === before.modifiedNs) return remembered.sha256;
  const sha256 = await sha256OfFile(file, signal);
  if (remember) await writeMemory(file, { ...before, sha256 });
  return sha256;
}

/** Remembers a hash that was computed while the file was written. */
export async function rememberHash(file: string, sha256: string): Promise<void> {
  await writeMemory(file, { ...(await fingerprintOf(file)), sha256 });
}

async function fingerprintOf(file: string): Promise<{ bytes: string; modifiedNs: string }> {
  const { size, mtimeNs } = await stat(file, { bigint: true });
  return { bytes: String(size), modifiedNs: String(mtimeNs) };
}

async function recall(file: string): Promise<z.infer<typeof rememberedSchema> | undefined> {
  try {
    return rememberedSchema.parse(JSON.parse(await readFile(sideFilesOf(file).hash, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Where nothing may be written beside the file, its hash is computed again the next time. */
async function writeMemory(file: string, memory: z.infer<typeof rememberedSchema>): Promise<void> {
  await writeFile(sideFilesOf(file).hash, JSON.stringify(memory)).catch(() => undefined);
}
