import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { partNameOf } from './staged-file';
import { writeFailure } from './write-failure';

const REMEDIES = {
  diskFull: 'Free some space, or choose another output folder.',
  unwritable: 'Choose another output folder, or make this one writable.',
};

/** Folders that are about to be written to, each tried once. */
export class WritableFolders {
  readonly #tried = new Map<string, Promise<void>>();

  /**
   * Tries whether files can be written to a folder, which is made where missing. A file is begun and removed: rights
   * alone say little of network disks, quotas and read-only media.
   *
   * @throws FailureError `DiskFull` or `OutputUnwritable`, naming the folder.
   */
  assertWritable(folder: string): Promise<void> {
    const known = this.#tried.get(folder);
    if (known) return known;
    const trial = tryToWrite(folder);
    this.#tried.set(folder, trial);
    return trial;
  }
}

async function tryToWrite(folder: string): Promise<void> {
  const part = partNameOf(path.join(folder, 'trial'));
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(part, 'wx');
    await file.close();
    await rm(part);
  } catch (error) {
    throw writeFailure(folder, error, REMEDIES);
  }
}
