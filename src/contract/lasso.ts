import * as z from 'zod';
import { MOST_CORNERS, MOST_STROKES, type LassoStroke } from '../core/cloud/lasso';

const placeSchema = z.tuple([z.number(), z.number()]).readonly();

/** The core's `LassoStroke`s of one photo. */
export const lassoSchema: z.ZodType<readonly LassoStroke[]> = z
  .array(
    z.object({
      keeps: z.enum(['inside', 'outside']),
      projection: z.array(z.number()).length(12, 'the projection of a lasso is no matrix of 3 × 4'),
      outline: z
        .array(placeSchema)
        .min(3, 'the outline of a lasso has fewer than three corners')
        .max(MOST_CORNERS, `the outline of a lasso has more than ${MOST_CORNERS} corners`),
    }),
  )
  .max(MOST_STROKES, `a lasso has more than ${MOST_STROKES} strokes`);
