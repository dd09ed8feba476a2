import * as z from 'zod';
import type { Measurement, Measurements } from '../../core/measuring/measurement';
import { levelChoiceSchema } from '../level';

/** More would be no measuring any more. */
const MOST_MEASUREMENTS = 1000;
const LONGEST_NAME = 200;

const place = z.object({ xPx: z.number(), yPx: z.number() });
const named = { id: z.string().min(1).max(64), name: z.string().max(LONGEST_NAME) };

const measurementSchema = z.discriminatedUnion('kind', [
  z.object({ ...named, kind: z.literal('distance'), places: z.tuple([place, place]) }),
  z.object({ ...named, kind: z.literal('height'), places: z.tuple([place, place]) }),
  z.object({ ...named, kind: z.literal('angle'), places: z.tuple([place, place, place]) }),
  z.object({ ...named, kind: z.literal('box'), places: z.tuple([place, place, place, place]) }),
  z.object({ ...named, kind: z.literal('path'), places: z.tuple([place, place], place) }),
  z.object({ ...named, kind: z.literal('area'), places: z.tuple([place, place, place], place) }),
]) satisfies z.ZodType<Measurement>;

/** What was measured in a photo, as it is kept: places on the photo, no lengths. */
export const measurementsSchema = z.object({
  list: z.array(measurementSchema).max(MOST_MEASUREMENTS),
  level: levelChoiceSchema.optional(),
}) satisfies z.ZodType<Omit<Measurements, 'level'>>;
export type KeptMeasurements = z.infer<typeof measurementsSchema>;
