import * as z from 'zod';
import type { ClipBox } from '../core/cloud/clip-box';

const stretchSchema = z
  .tuple([z.number(), z.number()])
  .readonly()
  .refine(([least, most]) => least <= most, 'the faces of a clip box are the wrong way round');

/** The core's `ClipBox`, metres. */
export const clipBoxSchema: z.ZodType<ClipBox> = z.object({ x: stretchSchema, y: stretchSchema, z: stretchSchema });
