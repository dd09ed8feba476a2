import * as z from 'zod';
import { PHOTO_CONVERSIONS } from '../core/formats/photo-conversion';
import { photoCameraSchema } from './camera';

export const photoInfoSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  format: z.string(),
  /** Oriented size. */
  widthPx: z.number(),
  heightPx: z.number(),
  orientation: z.number(),
  conversions: z.array(z.enum(PHOTO_CONVERSIONS)).readonly(),
  make: z.string().optional(),
  model: z.string().optional(),
  lensModel: z.string().optional(),
  focalLengthMm: z.number().optional(),
  focalLength35mm: z.number().optional(),
  camera: photoCameraSchema,
  horizontalFieldOfViewDegrees: z.number(),
});
export type PhotoInfo = z.infer<typeof photoInfoSchema>;
