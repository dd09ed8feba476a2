/** What decoding may have to change to get 8-bit sRGB of one frame. `rawPreview`: the JPEG in a camera RAW stands for it. */
export const PHOTO_CONVERSIONS = [
  'rawPreview',
  'firstFrameOnly',
  'alphaFlattened',
  'cmykToSrgb',
  'iccToSrgb',
  'sixteenToEightBit',
  'greyToRgb',
] as const;
export type PhotoConversion = (typeof PHOTO_CONVERSIONS)[number];
