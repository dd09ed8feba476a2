import { unzipSync, type UnzipFileInfo } from 'fflate';
import { DepthFault, type DepthImage } from './depth-image';
import { readNpy } from './read-npy';

/** No array of a depth map is longer: float64 at the most pixels, and its header. */
const MOST_BYTES = 2 ** 29 + 2 ** 16;

/** The arrays that programs keep depth in; else the only one there is. */
const DEPTH_NAMES = ['depth.npy', 'depth_meters.npy', 'depth_metres.npy'];

/**
 * Depth from a NumPy archive: its array `depth` (or `depth_meters`), or its only one. See {@link readNpy}.
 *
 * @throws DepthFault
 */
export function readNpz(bytes: Uint8Array): DepthImage {
  const names: string[] = [];
  unzip(bytes, ({ name }) => {
    names.push(name);
    return false;
  });
  const name = DEPTH_NAMES.find((known) => names.includes(known)) ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) {
    throw new DepthFault(
      `has no array "depth" but ${names.map((each) => each.replace(/\.npy$/, '')).join(', ') || 'none'}`,
    );
  }
  return readNpy(unzip(bytes, (file) => file.name === name && file.originalSize <= MOST_BYTES)[name] ?? tooLarge());
}

function unzip(bytes: Uint8Array, filter: (file: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    throw new DepthFault('is no whole NumPy archive', { cause: error });
  }
}

function tooLarge(): never {
  throw new DepthFault('is too large for a depth map');
}
