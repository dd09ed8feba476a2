import sharp, { type Sharp } from 'sharp';
import type { Photo } from './photo';

// Each photo is decoded once: libvips' cache of decoded pictures would only hold memory.
sharp.cache(false);

/** Transparent photos are laid on white, as browsers and viewers show them. */
const BACKDROP = '#ffffff';

/** A photo on its way through sharp: oriented, opaque, sRGB, and refused rather than guessed where it is damaged. */
export function readablePicture(photo: Photo): Sharp {
  const picture = sharp(photo.path, { failOn: 'error', sequentialRead: true })
    .autoOrient()
    .flatten({ background: BACKDROP })
    .toColourspace('srgb');
  return isLeftInDisplayP3(photo) ? picture.withIccProfile('srgb') : picture;
}

/** sharp brings photos of 16 bits that have a colour profile to Display P3, all others to sRGB. */
function isLeftInDisplayP3({ conversions }: Photo): boolean {
  return conversions.includes('iccToSrgb') && conversions.includes('sixteenToEightBit');
}
