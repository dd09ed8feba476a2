import path from 'node:path';
import { stat } from 'node:fs/promises';
import type { BrowseEvent, FolderEntry, PhotoEntry } from '../../contract/app/library';
import type { FathomClient } from '../../contract/contract';
import type { FolderListing } from '../../contract/folder';
import type { Places } from '../places';
import { changesBetween } from './listing-changes';
import { folderChanges } from './folder-changes';
import type { Singles } from './singles';

/** Photos an event tells of: a window paints the first while the next come. */
const PHOTOS_PER_EVENT = 500;

/** Lists a folder as the engine sees it. */
export type ListFolder = (folder: string) => ReturnType<FathomClient['list']>;

/** What lies in a folder, and then what changes in it, until the signal is raised. */
export async function* browseFolder(
  folder: string,
  places: Places,
  list: ListFolder,
  signal: AbortSignal,
): AsyncGenerator<BrowseEvent, void, void> {
  const left = new AbortController();
  // Watched before it is listed: what changes in between is seen.
  const changes = folderChanges(folder, AbortSignal.any([signal, left.signal]));
  try {
    yield* followFolder(folder, places, list, changes);
  } finally {
    left.abort();
  }
}

async function* followFolder(
  folder: string,
  places: Places,
  list: ListFolder,
  changes: AsyncIterator<'changed', void, void>,
): AsyncGenerator<BrowseEvent, void, void> {
  let listing = await list(folder);
  yield* tell(folder, places, listing);
  yield { event: 'complete', ignored: listing.ignored };
  while (!(await changes.next()).done) {
    const now = await list(folder).catch((): FolderListing => ({ folders: [], photos: [], ignored: 0 }));
    const { newFolders, goneFolders, photos, gonePhotos } = changesBetween(listing, now);
    listing = now;
    if (goneFolders.length + gonePhotos.length > 0) {
      yield {
        event: 'removed',
        photos: gonePhotos.map((name) => places.photoId(path.join(folder, name))),
        folders: goneFolders.map((name) => places.folderId(path.join(folder, name))),
      };
    }
    yield* tell(folder, places, { folders: newFolders, photos });
  }
}

/** The photos that were opened one by one, and then those that are opened, until the signal is raised. */
export async function* browseSingles(
  singles: Singles,
  places: Places,
  signal: AbortSignal,
): AsyncGenerator<BrowseEvent, void, void> {
  for await (const photos of singles.follow(signal)) {
    const entries = await Promise.all(photos.map((photo) => singleEntry(photo, places)));
    yield { event: 'photos', photos: entries.filter((entry) => entry !== undefined) };
    yield { event: 'complete', ignored: 0 };
  }
}

function* tell(
  folder: string,
  places: Places,
  { folders, photos }: Pick<FolderListing, 'folders' | 'photos'>,
): Generator<BrowseEvent, void, void> {
  if (folders.length > 0) {
    const entries = folders.map((name): FolderEntry => ({ id: places.folderId(path.join(folder, name)), name }));
    yield { event: 'folders', folders: entries };
  }
  for (let i = 0; i < photos.length; i += PHOTOS_PER_EVENT) {
    const entries = photos.slice(i, i + PHOTOS_PER_EVENT).map((photo) => photoEntry(folder, photo, places));
    yield { event: 'photos', photos: entries };
  }
}

async function singleEntry(photo: string, places: Places): Promise<PhotoEntry | undefined> {
  try {
    const { size, mtimeMs } = await stat(photo);
    return photoEntry(path.dirname(photo), { name: path.basename(photo), bytes: size, modifiedAtMs: mtimeMs }, places);
  } catch {
    return undefined;
  }
}

function photoEntry(
  folder: string,
  { name, bytes, modifiedAtMs }: FolderListing['photos'][number],
  places: Places,
): PhotoEntry {
  const version = `${Math.round(modifiedAtMs).toString(36)}-${bytes.toString(36)}`;
  return { id: places.photoId(path.join(folder, name)), name, bytes, modifiedAtMs, version };
}
