import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

const KEY_BYTES = 32;

/**
 * The secret that ids of places are made with, kept in the app's own folder: a window that outlives its host finds the
 * same photos again under the same ids. Where it cannot be kept, this host has one of its own.
 */
export async function placesKey(dataFolder: string): Promise<Uint8Array> {
  const file = path.join(dataFolder, 'places.key');
  const kept = await readFile(file).catch(() => undefined);
  if (kept?.length === KEY_BYTES) return kept;
  const key = randomBytes(KEY_BYTES);
  await mkdir(dataFolder, { recursive: true })
    .then(() => writeFileAtomic(file, key, { mode: 0o600 }))
    .catch(() => undefined);
  return key;
}
