/** What decoding may have to change to get 8-bit sRGB of one frame. */
export const PHOTO_CONVERSIONS = [
  'firstFrameOnly',
  'alphaFlattened',
  'cmykToSrgb',
  'iccToSrgb',
  'sixteenToEightBit',
  'greyToRgb',
] as const;
export type PhotoConversion = (typeof PHOTO_CONVERSIONS)[number];
