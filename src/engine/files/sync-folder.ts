import { open } from 'node:fs/promises';

/**
 * Makes the names in a folder durable. Not every platform or network disk can sync a folder: there nothing is done,
 * for the files themselves are synced already.
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    return;
  }
}
