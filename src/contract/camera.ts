import * as z from 'zod';
import type { FocalRequest } from '../core/camera/focal-request';
import type { Intrinsics } from '../core/camera/intrinsics';
import type { FocalAssumption, FocalOrigin, FocalTrust, PhotoCamera } from '../core/camera/photo-camera';
import { degrees, millimetres, pixels } from '../core/camera/units';

const pixelsSchema = z.number().positive().transform(pixels);
const millimetresSchema = z.number().positive().transform(millimetres);

export const intrinsicsSchema = z.object({
  fxPx: pixelsSchema,
  fyPx: pixelsSchema,
  cxPx: z.number().transform(pixels),
  cyPx: z.number().transform(pixels),
}) satisfies z.ZodType<Intrinsics>;

export const focalRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('px'), focalPx: pixelsSchema }),
  z.object({ kind: z.literal('35mm'), focal35mm: millimetresSchema }),
  z.object({ kind: z.literal('mm'), focalMm: millimetresSchema, sensorWidthMm: millimetresSchema }),
  z.object({ kind: z.literal('fieldOfView'), horizontal: z.number().gt(0).lt(180).transform(degrees) }),
  z.object({ kind: z.literal('intrinsics'), intrinsics: intrinsicsSchema }),
]) satisfies z.ZodType<FocalRequest>;

export const focalOriginSchema = z.enum([
  'typed',
  'exif35mm',
  'exifMm',
  'model',
  'assumed',
]) satisfies z.ZodType<FocalOrigin>;

const focalTrustSchema = z.enum(['exact', 'good', 'rough', 'guess']) satisfies z.ZodType<FocalTrust>;

const focalAssumptionSchema = z.enum([
  'croppedFromNativeFrame',
  'nativeAspectSupposed',
  'sensorFromTable',
  'sensorFromFocalPlane',
  'exifFocalIgnored',
  'assumedFieldOfView',
]) satisfies z.ZodType<FocalAssumption>;

export const photoCameraSchema = z.object({
  intrinsics: intrinsicsSchema,
  origin: focalOriginSchema,
  trust: focalTrustSchema,
  assumptions: z.array(focalAssumptionSchema).readonly(),
}) satisfies z.ZodType<PhotoCamera>;
