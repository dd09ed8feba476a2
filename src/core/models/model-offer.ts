import type { ModelDescriptor } from './descriptor';

/**
 * How a model gets onto a machine. `pull`: every file has an address, a size and a hash to hold it to. `import`: one of
 * them is not known, so a person brings the files, and what is missing is pinned by them.
 */
export type ModelOffer = 'pull' | 'import';

/** What can be offered for a model that is not here yet. */
export function offerOf({ files }: Pick<ModelDescriptor, 'files'>): ModelOffer {
  const known = files.every(
    ({ bytes, sha256, urls }) => bytes !== undefined && sha256 !== undefined && urls.length > 0,
  );
  return known ? 'pull' : 'import';
}

/** All bytes of a model's files, by the best figures there are; undefined where some file's size is not told at all. */
export function totalBytes({ files }: Pick<ModelDescriptor, 'files'>): number | undefined {
  let total = 0;
  for (const { bytes, approximateBytes } of files) {
    const size = bytes ?? approximateBytes;
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}
