import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Root } from '../../contract/app/library';
import type { FolderId } from '../../contract/app/ids';
import { JsonFile } from '../json-file';
import type { Places } from '../places';
import { Singles } from './singles';

const MOST_RECENT = 20;

const recentSchema = z.array(z.string());

/** What a person has open: folders, and the photos opened one by one, which make up a folder of their own. */
export class Roots {
  readonly #places: Places;
  readonly #recentFile: JsonFile<typeof recentSchema> | undefined;
  readonly #onChange: (roots: readonly Root[], show: Root | undefined) => void;
  readonly #open = new Map<FolderId, Root>();
  readonly #singles = new Map<FolderId, Singles>();
  #recent: readonly string[];

  private constructor(
    places: Places,
    file: JsonFile<typeof recentSchema> | undefined,
    recent: readonly string[],
    onChange: (roots: readonly Root[], show: Root | undefined) => void,
  ) {
    this.#places = places;
    this.#recentFile = file;
    this.#recent = recent;
    this.#onChange = onChange;
  }

  /** @param dataFolder where recent folders are remembered; undefined forgets those of earlier starts, and these. */
  static async open(
    dataFolder: string | undefined,
    places: Places,
    onChange: (roots: readonly Root[], show: Root | undefined) => void,
  ): Promise<Roots> {
    if (dataFolder === undefined) return new Roots(places, undefined, [], onChange);
    const file = new JsonFile(path.join(dataFolder, 'recent.json'), recentSchema);
    const found = await file.read();
    return new Roots(places, file, found.kind === 'read' ? found.value : [], onChange);
  }

  /** Newest first. */
  list(): Root[] {
    return [...this.#open.values()].reverse();
  }

  /** @param kind samples are not remembered among the recent folders. */
  async addFolder(folder: string, kind: 'folder' | 'samples'): Promise<Root> {
    const root: Root = { id: this.#places.folderId(folder), name: path.basename(folder) || folder, kind };
    if (kind === 'folder') await this.#remember(folder);
    return this.#show(root);
  }

  /** Photos opened one by one join those that are open already. */
  addPhotos(photos: readonly string[]): Root {
    const id = this.#places.folderId('photos opened one by one');
    const singles = this.#singles.get(id) ?? new Singles();
    singles.add(photos);
    this.#singles.set(id, singles);
    return this.#show({ id, name: '', kind: 'photos' });
  }

  close(id: FolderId): void {
    this.#open.delete(id);
    this.#singles.delete(id);
    this.#onChange(this.list(), undefined);
  }

  /** The photos of a folder that is none on disk: those opened one by one. */
  singles(id: FolderId): Singles | undefined {
    return this.#singles.get(id);
  }

  /** Folders opened before that are still there. */
  async recent(): Promise<Root[]> {
    const there = await Promise.all(this.#recent.map(isFolder));
    return this.#recent
      .filter((_, i) => there[i])
      .map((folder) => ({ id: this.#places.folderId(folder), name: path.basename(folder) || folder, kind: 'folder' }));
  }

  #show(root: Root): Root {
    // Taken out first, so that it becomes the newest.
    this.#open.delete(root.id);
    this.#open.set(root.id, root);
    this.#onChange(this.list(), root);
    return root;
  }

  async #remember(folder: string): Promise<void> {
    this.#recent = [folder, ...this.#recent.filter((other) => other !== folder)].slice(0, MOST_RECENT);
    await this.#recentFile?.write([...this.#recent]);
  }
}

async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch {
    return false;
  }
}
