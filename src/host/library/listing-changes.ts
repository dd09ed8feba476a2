import type { FolderListing } from '../../contract/folder';

type ListedPhoto = FolderListing['photos'][number];

/** What differs between two listings of one folder. */
export interface ListingChanges {
  readonly newFolders: string[];
  readonly goneFolders: string[];
  /** New ones and changed ones. */
  readonly photos: ListedPhoto[];
  readonly gonePhotos: string[];
}

/** A photo whose size or time differs has changed; what it holds is not looked at. */
export function changesBetween(before: FolderListing, after: FolderListing): ListingChanges {
  const knownPhotos = new Map(before.photos.map((photo) => [photo.name, photo]));
  const photosNow = new Set(after.photos.map(({ name }) => name));
  return {
    newFolders: without(after.folders, before.folders),
    goneFolders: without(before.folders, after.folders),
    photos: after.photos.filter((photo) => !isSame(knownPhotos.get(photo.name), photo)),
    gonePhotos: before.photos.map(({ name }) => name).filter((name) => !photosNow.has(name)),
  };
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const taken = new Set(others);
  return names.filter((name) => !taken.has(name));
}

function isSame(known: ListedPhoto | undefined, photo: ListedPhoto): boolean {
  return known?.bytes === photo.bytes && known.modifiedAtMs === photo.modifiedAtMs;
}
