import * as z from 'zod';
import { photoCameraSchema } from './camera';

export const photoConversionSchema = z.enum([
  'firstFrameOnly',
  'alphaFlattened',
  'cmykToSrgb',
  'iccToSrgb',
  'sixteenToEightBit',
  'greyToRgb',
]);

/** What decoding had to change to get 8-bit sRGB of one frame. */
export type PhotoConversion = z.infer<typeof photoConversionSchema>;

export const photoInfoSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  format: z.string(),
  /** Oriented size. */
  widthPx: z.number(),
  heightPx: z.number(),
  orientation: z.number(),
  conversions: z.array(photoConversionSchema).readonly(),
  make: z.string().optional(),
  model: z.string().optional(),
  lensModel: z.string().optional(),
  focalLengthMm: z.number().optional(),
  focalLength35mm: z.number().optional(),
  camera: photoCameraSchema,
  horizontalFieldOfViewDegrees: z.number(),
});
export type PhotoInfo = z.infer<typeof photoInfoSchema>;
