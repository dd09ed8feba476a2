import type { Metadata } from 'sharp';
import type { PhotoConversion } from '../../core/formats/photo-conversion';

/** What decoding will change of a picture, by what sharp says of it. */
export function conversionsFor(metadata: Metadata): PhotoConversion[] {
  const conversions: PhotoConversion[] = [];
  if ((metadata.pages ?? 1) > 1) conversions.push('firstFrameOnly');
  if (metadata.hasAlpha) conversions.push('alphaFlattened');
  if (metadata.space === 'cmyk') conversions.push('cmykToSrgb');
  // sharp leaves out the profiles of 16-bit grey.
  else if (metadata.hasProfile && metadata.space !== 'grey16') conversions.push('iccToSrgb');
  if (metadata.depth !== 'uchar') conversions.push('sixteenToEightBit');
  if (metadata.space === 'b-w' || metadata.space === 'grey16') conversions.push('greyToRgb');
  return conversions;
}
