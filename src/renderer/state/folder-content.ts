import type { FolderId, PhotoId } from '../../contract/app/ids';
import type { BrowseEvent, FolderEntry, PhotoEntry } from '../../contract/app/library';
import type { Failure } from '../../contract/failure';
import { naturalKey } from './photo-order';

/** What is known of a folder that is being, or has been, looked into. */
export interface FolderContent {
  readonly status: 'loading' | 'complete' | 'failed';
  readonly failure?: Failure;
  /** In the order of their names. */
  readonly folders: readonly FolderEntry[];
  readonly photos: Readonly<Record<PhotoId, PhotoEntry>>;
  readonly photoCount: number;
  /** Files that are no photos. */
  readonly ignored: number;
}

export const UNKNOWN_FOLDER: FolderContent = {
  status: 'loading',
  folders: [],
  photos: {},
  photoCount: 0,
  ignored: 0,
};

/** A folder's content after more was told of it. Takes many events at once: each costs a copy of the list. */
export function afterBrowseEvents(content: FolderContent, events: readonly BrowseEvent[]): FolderContent {
  const photos: Record<PhotoId, PhotoEntry> = { ...content.photos };
  const folders = new Map<FolderId, FolderEntry>(content.folders.map((folder) => [folder.id, folder]));
  let { status, ignored } = content;
  for (const event of events) {
    switch (event.event) {
      case 'folders':
        for (const folder of event.folders) folders.set(folder.id, folder);
        break;
      case 'photos':
        for (const photo of event.photos) photos[photo.id] = photo;
        break;
      case 'removed':
        for (const id of event.photos) Reflect.deleteProperty(photos, id);
        for (const id of event.folders) folders.delete(id);
        break;
      case 'complete':
        status = 'complete';
        ({ ignored } = event);
    }
  }
  const touchesPhotos = events.some(({ event }) => event === 'photos' || event === 'removed');
  const touchesFolders = events.some(({ event }) => event === 'folders' || event === 'removed');
  return {
    status,
    ignored,
    folders: touchesFolders ? byName([...folders.values()]) : content.folders,
    photos: touchesPhotos ? photos : content.photos,
    photoCount: touchesPhotos ? Object.keys(photos).length : content.photoCount,
  };
}

function byName(folders: FolderEntry[]): FolderEntry[] {
  return folders.sort((a, b) => (naturalKey(a.name) < naturalKey(b.name) ? -1 : 1));
}
