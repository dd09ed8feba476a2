import * as z from 'zod';
import { focalRequestSchema } from '../camera';
import { photoInfoSchema } from '../photo-info';

/** A depth map that a person has chosen in place of a model's: its name, not its place. */
export const importedDepthSchema = z.object({ name: z.string(), metresPerUnit: z.number().positive().optional() });
export type ImportedDepth = z.infer<typeof importedDepthSchema>;

/** A photo's size, EXIF and camera, without its place. */
export const photoFactsSchema = photoInfoSchema.omit({ path: true }).extend({
  name: z.string(),
  /** What a person has typed; `camera` takes it into account. */
  typedFocal: focalRequestSchema.optional(),
  importedDepth: importedDepthSchema.optional(),
});
export type PhotoFacts = z.infer<typeof photoFactsSchema>;
