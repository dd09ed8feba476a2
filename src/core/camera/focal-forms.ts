import { cameraFromRequest } from './camera-from-request';
import type { FocalRequest } from './focal-request';
import { fieldOfView, type ImageSize } from './intrinsics';
import type { PhotoExif } from './photo-exif';
import { type Degrees, millimetres, type Millimetres, type Pixels } from './units';

/** One focal length in every form in which a person may know it. Always of the oriented photo. */
export interface FocalForms {
  readonly focalPx: Pixels;
  readonly focal35mm: Millimetres;
  readonly focalMm: Millimetres;
  /** The sensor's long side, on which `focalMm` is founded. */
  readonly sensorWidthMm: Millimetres;
  /** Across the photo's width. */
  readonly horizontal: Degrees;
}

/** The long side of a full-frame sensor: with it, millimetres are those of a full-frame camera. */
export const FULL_FRAME_WIDTH_MM = millimetres(36);

/**
 * Says a focal length in every other form: the inverse of `cameraFromRequest`, for the same photo and EXIF.
 *
 * @param sensorWidthMm the sensor's long side, positive
 */
export function focalForms(
  size: ImageSize,
  exif: PhotoExif | undefined,
  focalPx: Pixels,
  sensorWidthMm: Millimetres,
): FocalForms {
  const one = millimetres(1);
  return {
    focalPx,
    focal35mm: millimetres(focalPx / focalPxOf(size, exif, { kind: '35mm', focal35mm: one })),
    focalMm: millimetres(focalPx / focalPxOf(size, exif, { kind: 'mm', focalMm: one, sensorWidthMm })),
    sensorWidthMm,
    horizontal: fieldOfView(size.widthPx, focalPx),
  };
}

/** The horizontal focal length in pixels that a request comes to. */
export function focalPxOf(size: ImageSize, exif: PhotoExif | undefined, request: FocalRequest): Pixels {
  return cameraFromRequest(size, exif, request).intrinsics.fxPx;
}
