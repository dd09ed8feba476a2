import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DepthFile } from '../../contract/estimate';
import { FailureError, systemErrorCode } from '../failure-error';
import { DEPTH_FILE_EXTENSIONS } from '../../core/formats/depth-files/depth-image';

/** A photo that a depth map is looked for. */
export interface WantingPhoto {
  readonly path: string;
  /** Where it lies below the folder that is converted. */
  readonly subfolder: string;
  /** Whether no other photo is converted with it. */
  readonly isOnlyOne: boolean;
}

/**
 * The depth map of a photo: the file itself, or that of the photo's name in a folder, mirrored like outputs:
 * `a.jpg` has `a.npy` or, as Fathom names them, `a.depth.npy`.
 *
 * @throws FailureError `DepthUnusable` where there is none, or one for several photos.
 */
export async function findDepthFile(source: DepthFile, photo: WantingPhoto): Promise<DepthFile> {
  if (!(await isFolder(source.path))) {
    if (photo.isOnlyOne) return source;
    throw new FailureError(
      'DepthUnusable',
      `${source.path}: is one depth map for several photos`,
      'Name a folder with a depth map of each photo’s name.',
    );
  }
  const stem = path.join(source.path, photo.subfolder, path.basename(photo.path, path.extname(photo.path)));
  for (const ending of DEPTH_FILE_EXTENSIONS.flatMap((extension) => [`.${extension}`, `.depth.${extension}`])) {
    const file = stem + ending;
    // A PNG in the folder of its own depth map is no depth map.
    if (file !== photo.path && (await isThere(file))) return { ...source, path: file };
  }
  throw new FailureError(
    'DepthUnusable',
    `${photo.path}: has no depth map in ${path.dirname(stem)}`,
    `Put it there as ${path.basename(stem)}.npy, or as one of ${DEPTH_FILE_EXTENSIONS.join(', ')}`,
  );
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch (error) {
    const code = systemErrorCode(error) ?? 'unknown error';
    throw new FailureError('DepthUnusable', `${place}: cannot be read (${code})`, 'Check the path of the depth maps.', {
      cause: error,
    });
  }
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
