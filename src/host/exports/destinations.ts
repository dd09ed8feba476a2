import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import type { Destination } from '../../contract/app/jobs';

/** Folders that exports may go to: those the host offers and those chosen in a dialog, the last used first. */
export class Destinations {
  #folders: string[];

  constructor(folders: readonly string[]) {
    this.#folders = [...folders];
  }

  list(): Destination[] {
    return this.#folders.map(destinationOf);
  }

  /** Makes a folder one that exports may go to. */
  add(folder: string): Destination {
    this.#folders = [folder, ...this.#folders.filter((other) => other !== folder)];
    return destinationOf(folder);
  }

  /** The folder of an id; undefined for one that was not offered. */
  find(id: string): string | undefined {
    return this.#folders.find((folder) => destinationOf(folder).id === id);
  }
}

/** The label leaves out the person's home: it is to be read, not to be used. */
export function destinationOf(folder: string): Destination {
  const home = os.homedir();
  const label = folder === home || folder.startsWith(home + path.sep) ? `~${folder.slice(home.length)}` : folder;
  return { id: createHash('sha256').update(folder).digest('base64url').slice(0, 16), label };
}
