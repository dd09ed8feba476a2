import * as z from 'zod';
import { focalRequestSchema } from '../camera';
import { photoInfoSchema } from '../photo-info';

/** A photo's size, EXIF and camera, without its place. */
export const photoFactsSchema = photoInfoSchema.omit({ path: true }).extend({
  name: z.string(),
  /** What a person has typed; `camera` takes it into account. */
  typedFocal: focalRequestSchema.optional(),
});
export type PhotoFacts = z.infer<typeof photoFactsSchema>;
