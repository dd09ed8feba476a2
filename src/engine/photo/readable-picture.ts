import { open } from 'node:fs/promises';
import sharp, { type Sharp, type SharpInput, type SharpOptions } from 'sharp';
import type { ExifOrientation } from '../../core/camera/photo-exif';
import type { Photo } from './photo';
import { byteFile } from './raw/byte-file';
import type { JpegPlace } from './raw/jpeg-frame';

// Each photo is decoded once: libvips' cache of decoded pictures would only hold memory.
sharp.cache(false);

/** Transparent photos are laid on white, as browsers and viewers show them. */
const BACKDROP = '#ffffff';

/** A file is refused rather than guessed at where it is damaged. */
const READING: SharpOptions = { failOn: 'error', sequentialRead: true };

/**
 * A photo on its way through sharp: oriented, opaque, sRGB.
 *
 * @throws FailureError where a decoder of ours cannot read it; sharp itself tells of damage once the pixels are asked for.
 */
export async function readablePicture(photo: Photo): Promise<Sharp> {
  const picture = (await orientedPicture(photo)).flatten({ background: BACKDROP }).toColourspace('srgb');
  return isLeftInDisplayP3(photo) ? picture.withIccProfile('srgb') : picture;
}

async function orientedPicture({ path, pixels }: Photo): Promise<Sharp> {
  switch (pixels.kind) {
    case 'file':
      return readBySharp(path).autoOrient();
    case 'heic':
      // Turned already: the container says how, not EXIF.
      return readBySharp(await pixels.decoder.decode(path, pixels.icc));
    case 'embedded': {
      const jpeg = readBySharp(await readPart(path, pixels.place));
      return pixels.orientation === undefined ? jpeg.autoOrient() : turned(jpeg, pixels.orientation);
    }
  }
}

const readBySharp = (input: SharpInput): Sharp => sharp(input, READING);

async function readPart(path: string, { offset, byteLength }: JpegPlace): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    return await byteFile(handle, (await handle.stat()).size).read(offset, byteLength);
  } finally {
    await handle.close();
  }
}

/** Turns stored pixels as an orientation says (EXIF 2.32, tag 0x0112); sharp mirrors first, then turns. */
function turned(picture: Sharp, orientation: ExifOrientation): Sharp {
  switch (orientation) {
    case 1:
      return picture;
    case 2:
      return picture.flop();
    case 3:
      return picture.rotate(180);
    case 4:
      return picture.flip();
    case 5:
      return picture.flop().rotate(270);
    case 6:
      return picture.rotate(90);
    case 7:
      return picture.flop().rotate(90);
    case 8:
      return picture.rotate(270);
  }
}

/** sharp brings photos of 16 bits that have a colour profile to Display P3, all others to sRGB. */
function isLeftInDisplayP3({ conversions }: Photo): boolean {
  return conversions.includes('iccToSrgb') && conversions.includes('sixteenToEightBit');
}
