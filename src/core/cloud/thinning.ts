/**
 * A decision for each of `total` items in turn, true for exactly `wanted` of them, spread evenly without a pattern:
 * the items are cut into `wanted` runs of equal length and one of each run is taken at a fixed pseudo-random place.
 * The same arguments always pick the same items.
 */
export function pickStratified(total: number, wanted: number): () => boolean {
  if (wanted >= total) return () => true;
  let item = -1;
  let stratum = 0;
  let chosen = pickWithin(stratum, total, wanted);
  return () => {
    item++;
    if (item !== chosen) return false;
    stratum++;
    chosen = pickWithin(stratum, total, wanted);
    return true;
  };
}

function pickWithin(stratum: number, total: number, wanted: number): number {
  const start = Math.floor((stratum * total) / wanted);
  const end = Math.floor(((stratum + 1) * total) / wanted);
  return start + Math.floor(hashToUnit(stratum) * (end - start));
}

/** A well-mixed number in [0, 1) from an integer: the finaliser of MurmurHash3 (public domain). */
function hashToUnit(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
