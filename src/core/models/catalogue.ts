import * as z from 'zod';
import { modelDescriptorSchema } from './descriptor';

/** The models Fathom knows of but does not bring along, in the order they are shown. */
export const catalogueSchema = z
  .array(modelDescriptorSchema)
  .readonly()
  .refine((models) => models.every(({ variants }) => !variants), 'nothing downloads or imports variants')
  .refine((models) => new Set(models.map(({ id }) => id)).size === models.length, 'two models have the same id');
