import { focalForms, type FocalForms, focalPxOf, FULL_FRAME_WIDTH_MM } from '../../core/camera/focal-forms';
import type { FocalRequest } from '../../core/camera/focal-request';
import type { ImageSize } from '../../core/camera/intrinsics';
import type { PhotoCamera } from '../../core/camera/photo-camera';
import type { ExifOrientation, PhotoExif } from '../../core/camera/photo-exif';
import { sensorOf } from '../../core/camera/sensor-table';
import { degrees, millimetres, type Millimetres, pixels } from '../../core/camera/units';
import type { PhotoFacts } from '../../contract/app/photo';
import type { DepthResult } from '../../contract/estimate';

/** The forms in which a focal length is typed. */
export type FocalForm = 'px' | '35mm' | 'mm' | 'fieldOfView';

/** The EXIF fields that the host tells of. */
function exifOfFacts(facts: PhotoFacts): PhotoExif {
  const { make, model, lensModel, focalLengthMm, focalLength35mm } = facts;
  return {
    orientation: facts.orientation as ExifOrientation,
    ...(make !== undefined && { make }),
    ...(model !== undefined && { model }),
    ...(lensModel !== undefined && { lensModel }),
    ...(focalLengthMm !== undefined && { focalLengthMm }),
    ...(focalLength35mm !== undefined && { focalLength35mm }),
  };
}

/** The sensor width to begin with: the one typed before, the camera's own, else full frame's. */
export function firstSensorWidth(facts: PhotoFacts): Millimetres {
  if (facts.typedFocal?.kind === 'mm') return facts.typedFocal.sensorWidthMm;
  const sensor = sensorOf(exifOfFacts(facts));
  return sensor?.widthMm ?? FULL_FRAME_WIDTH_MM;
}

/** What a person typed in one form, as the host takes it; undefined where it is no focal length. */
export function requestOf(form: FocalForm, value: number, sensorWidthMm: Millimetres): FocalRequest | undefined {
  if (!(value > 0) || !Number.isFinite(value)) return undefined;
  switch (form) {
    case 'px':
      return { kind: 'px', focalPx: pixels(value) };
    case '35mm':
      return { kind: '35mm', focal35mm: millimetres(value) };
    case 'mm':
      return { kind: 'mm', focalMm: millimetres(value), sensorWidthMm };
    case 'fieldOfView':
      return value < 180 ? { kind: 'fieldOfView', horizontal: degrees(value) } : undefined;
  }
}

/** The horizontal focal length that a request comes to for a photo, in its pixels. */
export function focalPxOfRequest(facts: PhotoFacts, request: FocalRequest): number {
  return focalPxOf(sizeOf(facts), exifOfFacts(facts), request);
}

/** A focal length in every form. */
export function formsOf(facts: PhotoFacts, focalPx: number, sensorWidthMm: Millimetres): FocalForms {
  return focalForms(sizeOf(facts), exifOfFacts(facts), pixels(focalPx), sensorWidthMm);
}

/**
 * The camera that counts for the photo in view: the one its depth was made with, which may be the model's own estimate,
 * unless a person has typed another one since.
 */
export function cameraInView(facts: PhotoFacts, depth: Pick<DepthResult, 'camera'> | undefined): PhotoCamera {
  return facts.typedFocal === undefined && depth && depth.camera.origin !== 'typed' ? depth.camera : facts.camera;
}

function sizeOf({ widthPx, heightPx }: PhotoFacts): ImageSize {
  return { widthPx, heightPx };
}
