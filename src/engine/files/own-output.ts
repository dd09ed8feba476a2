import { access } from 'node:fs/promises';
import path from 'node:path';
import type { OutputFormat } from '../../core/formats/output-format';

/** How Fathom's files end, after the photo's own name; its sidecar then stands beside them. */
export const OUTPUT_SUFFIXES = {
  ply: '.ply',
  pcd: '.pcd',
  las: '.las',
  glb: '.glb',
  'mesh-glb': '.mesh.glb',
  obj: '.obj',
  npy: '.depth.npy',
  npz: '.depth.npz',
  pfm: '.depth.pfm',
  exr: '.depth.exr',
  tiff: '.depth.tiff',
  png16: '.depth.png',
  xyz: '.xyz',
  preview: '.preview.png',
  colmap: '.colmap/cameras.txt',
  nerfstudio: '.transforms.json',
} as const satisfies Readonly<Record<OutputFormat, string>>;

/** How the files end that a format needs beside its own. */
export const COMPANION_SUFFIXES = {
  obj: ['.mtl', '.texture.jpg'],
  colmap: ['.colmap/images.txt', '.colmap/points3D.txt'],
} as const satisfies Partial<Record<OutputFormat, readonly string[]>>;

export const SIDECAR_SUFFIX = '.json';

/** Of those that a photo could have too. */
const PICTURE_SUFFIXES = [
  OUTPUT_SUFFIXES.tiff,
  OUTPUT_SUFFIXES.png16,
  OUTPUT_SUFFIXES.preview,
  COMPANION_SUFFIXES.obj[1],
];

/** Whether a file is a picture that Fathom made of another, not a photo: by its name and the sidecar beside it. */
export async function isOwnOutput(file: string): Promise<boolean> {
  const suffix = PICTURE_SUFFIXES.find((ending) => file.endsWith(ending));
  if (suffix === undefined) return false;
  const sidecar = path.join(path.dirname(file), path.basename(file, suffix) + SIDECAR_SUFFIX);
  return access(sidecar).then(
    () => true,
    () => false,
  );
}
