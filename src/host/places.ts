import { createHmac } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { folderIdSchema, photoIdSchema, type FolderId, type PhotoId } from '../contract/app/ids';

/** Enough of a digest that nobody guesses another. */
const ID_CHARACTERS = 24;

/**
 * The places handed out to windows, by opaque ids. An id says nothing of its path and means nothing until the host has
 * handed it out: there is no way to ask for a file by its name. The same path has the same id under the same key.
 */
export class Places {
  readonly #key: Uint8Array;
  readonly #photos = new Map<PhotoId, string>();
  readonly #folders = new Map<FolderId, string>();

  /** @param key secret, so that nobody can tell ids from paths. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  photoId(path: string): PhotoId {
    const id = photoIdSchema.parse(this.#digest('photo', path));
    this.#photos.set(id, path);
    return id;
  }

  folderId(path: string): FolderId {
    const id = folderIdSchema.parse(this.#digest('folder', path));
    this.#folders.set(id, path);
    return id;
  }

  /** Undefined for an id that was not handed out. */
  findPhoto(id: PhotoId): string | undefined {
    return this.#photos.get(id);
  }

  /** @throws ORPCError `PhotoUnreadable` for an id that was not handed out. */
  photo(id: PhotoId): string {
    const path = this.#photos.get(id);
    if (path === undefined) throw unknownPlace('PhotoUnreadable', 'photo');
    return path;
  }

  /** @throws ORPCError `FolderUnreadable` for an id that was not handed out. */
  folder(id: FolderId): string {
    const path = this.#folders.get(id);
    if (path === undefined) throw unknownPlace('FolderUnreadable', 'folder');
    return path;
  }

  #digest(kind: string, path: string): string {
    return createHmac('sha256', this.#key).update(`${kind}:${path}`).digest('base64url').slice(0, ID_CHARACTERS);
  }
}

function unknownPlace(code: 'PhotoUnreadable' | 'FolderUnreadable', what: string): ORPCError<string, unknown> {
  return new ORPCError(code, {
    message: `this ${what} is not open`,
    data: { remedy: 'Open its folder again.' },
  });
}
