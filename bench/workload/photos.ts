import { existsSync } from 'node:fs';
import { copyFile, mkdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { ImageSize } from '../../src/core/camera/intrinsics';
import { benchFolder, projectFolder } from './project';

const SAMPLE = path.join(projectFolder, 'test', 'samples', 'photos', 'forest-path.jpg');
const JPEG_QUALITY = 90;

export const TWELVE_MEGAPIXELS: ImageSize = { widthPx: 4000, heightPx: 3000 };

/** What the embedded model is fed of a 4:3 photo, and so the size of its cloud's grid. */
export const MODEL_GRID: ImageSize = { widthPx: 512, heightPx: 384 };

/** The sample as a JPEG of another size, EXIF kept; made at first use and kept in the bench folder. */
export async function resizedSample({ widthPx, heightPx }: ImageSize): Promise<string> {
  const file = path.join(benchFolder, `sample-${String(widthPx)}x${String(heightPx)}.jpg`);
  if (!existsSync(file)) {
    await sharp(SAMPLE)
      .resize(widthPx, heightPx, { fit: 'cover' })
      .keepExif()
      .jpeg({ quality: JPEG_QUALITY })
      .toFile(file);
  }
  return file;
}

/** Copies of a photo that Fathom takes for different photos. */
export async function copiesOf(photo: string, count: number, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const copies = Array.from({ length: count }, (_, i) => path.join(folder, `${String(i).padStart(4, '0')}.jpg`));
  for (const copy of copies) {
    await copyFile(photo, copy);
    await makeNew(copy);
  }
  return copies;
}

let secondsSinceMake = 0;

/** Gives a file a modification time it never had, so that no prediction of it is in the cache. */
export async function makeNew(photo: string): Promise<void> {
  const modified = new Date(Date.UTC(2020, 0, 1) + 1000 * ++secondsSinceMake);
  await utimes(photo, modified, modified);
}
