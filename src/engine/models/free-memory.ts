import os from 'node:os';

/**
 * The memory a model could take. Under a limit of the process's own, such as a container's, what that leaves. macOS counts
 * what files have filled and would give back as taken: there, all memory there is stands for it.
 */
export function freeMemoryBytes(): number {
  const free = process.platform === 'darwin' ? os.totalmem() : os.freemem();
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(free, limit - process.memoryUsage.rss()) : free;
}
