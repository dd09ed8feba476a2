import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { BoundedCache } from '../files/bounded-cache';
import type { HeicDecoder } from './heic/heic-decoder';
import { openPhoto } from './open-photo';
import { photoFailure } from './photo-failure';
import { readablePicture } from './readable-picture';

/** Pictures up to this side are kept: thumbnails. Larger ones are made again, one at a time, when they are looked at. */
const LARGEST_KEPT_SIDE_PX = 512;

const JPEG_QUALITY = 85;

/** Photos as pictures to look at: oriented, sRGB, JPEG. */
export class PictureStore {
  readonly #kept: BoundedCache | undefined;
  readonly #heic: HeicDecoder;

  /**
   * @param kept holds thumbnails between runs; undefined makes each anew.
   * @param heic decodes the HEIC among the photos.
   */
  constructor(kept: BoundedCache | undefined, heic: HeicDecoder) {
    this.#kept = kept;
    this.#heic = heic;
  }

  /**
   * @param longestSidePx the picture is scaled down to, never up.
   * @throws FailureError `PhotoTooLarge`, `OutOfMemory`, or as `openPhoto`.
   */
  async read(path: string, longestSidePx: number): Promise<Uint8Array> {
    const kept = longestSidePx <= LARGEST_KEPT_SIDE_PX ? this.#kept : undefined;
    const name = kept && (await nameOf(path, longestSidePx));
    const known = name === undefined ? undefined : await kept?.read(name);
    if (known) return known;
    const picture = await this.#make(path, longestSidePx);
    if (name !== undefined) await kept?.write(name, [picture]);
    return picture;
  }

  async usageBytes(): Promise<number> {
    return (await this.#kept?.usageBytes()) ?? 0;
  }

  async clear(): Promise<void> {
    await this.#kept?.clear();
  }

  async #make(path: string, longestSidePx: number): Promise<Uint8Array> {
    const photo = await openPhoto(path, this.#heic);
    try {
      const picture = await readablePicture(photo);
      return await picture
        .resize(longestSidePx, longestSidePx, { fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: JPEG_QUALITY })
        .toBuffer();
    } catch (error) {
      throw photoFailure(path, error);
    }
  }
}

/** Changes with the file, but does not look into it: a folder of thousands is shown at once. */
async function nameOf(path: string, longestSidePx: number): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return createHash('sha256').update([path, size, mtimeMs, longestSidePx].join('\0')).digest('hex');
  } catch {
    // The failure is told, with its remedy, where the photo is opened.
    return undefined;
  }
}
