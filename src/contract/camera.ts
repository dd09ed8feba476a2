import * as z from 'zod';
import type { FocalRequest } from '../core/camera/focal-request';
import type { Intrinsics } from '../core/camera/intrinsics';
import { FOCAL_ASSUMPTIONS, FOCAL_ORIGINS, FOCAL_TRUSTS, type PhotoCamera } from '../core/camera/photo-camera';
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

export const focalOriginSchema = z.enum(FOCAL_ORIGINS);

export const photoCameraSchema = z.object({
  intrinsics: intrinsicsSchema,
  origin: focalOriginSchema,
  trust: z.enum(FOCAL_TRUSTS),
  assumptions: z.array(z.enum(FOCAL_ASSUMPTIONS)).readonly(),
}) satisfies z.ZodType<PhotoCamera>;
