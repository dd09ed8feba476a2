import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FolderListing } from '../contract/folder';
import { isOwnOutput } from './files/own-output';
import { FailureError, systemErrorCode } from './failure-error';
import { looksLikePhoto } from './photo/photo-formats';

/** Files looked at side by side. */
const WIDTH = 32;

const inReadingOrder = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;

/** @throws FailureError `FolderUnreadable`. */
export async function listFolder(folder: string): Promise<FolderListing> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new FailureError(
      'FolderUnreadable',
      `${folder}: cannot be listed (${systemErrorCode(error) ?? 'unknown error'})`,
      'Check that the folder is still there and that you may read it.',
      { cause: error },
    );
  });
  const shown = entries.filter(({ name }) => !name.startsWith('.')).map(({ name }) => name);
  const names = shown.sort(inReadingOrder).values();
  const found = new Map<string, Entry>();
  const look = async (): Promise<void> => {
    for (const name of names) {
      const entry = await entryOf(path.join(folder, name));
      if (entry) found.set(name, entry);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, look));

  const listing: FolderListing = { folders: [], photos: [], ignored: 0 };
  for (const name of shown) {
    const entry = found.get(name);
    if (entry?.kind === 'folder') listing.folders.push(name);
    else if (entry?.kind === 'photo') {
      listing.photos.push({ name, bytes: entry.bytes, modifiedAtMs: entry.modifiedAtMs });
    } else if (entry?.kind === 'other') listing.ignored++;
  }
  return listing;
}

type Entry =
  | { readonly kind: 'folder' }
  | { readonly kind: 'photo'; readonly bytes: number; readonly modifiedAtMs: number }
  | { readonly kind: 'other' };

/** Undefined for what is gone by now, and for links that lead nowhere. */
async function entryOf(file: string): Promise<Entry | undefined> {
  try {
    const status = await stat(file);
    if (status.isDirectory()) return { kind: 'folder' };
    if (!status.isFile() || !(await looksLikePhoto(file)) || (await isOwnOutput(file))) return { kind: 'other' };
    return { kind: 'photo', bytes: status.size, modifiedAtMs: status.mtimeMs };
  } catch {
    return undefined;
  }
}
