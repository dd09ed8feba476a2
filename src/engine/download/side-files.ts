/**
 * What a download keeps beside its target: the bytes so far, where they came from, whose turn it is, and the hash last
 * computed. None ends in `.json`, which among models means a descriptor.
 */
export interface SideFiles {
  readonly part: string;
  readonly origin: string;
  readonly lock: string;
  readonly hash: string;
}

/** The side files of a target. */
export function sideFilesOf(target: string): SideFiles {
  return { part: `${target}.part`, origin: `${target}.part-origin`, lock: `${target}.lock`, hash: `${target}.hash` };
}
