import { cameraFromExif } from './camera-from-exif';
import { cameraFromRequest } from './camera-from-request';
import { exifFocalLengths } from './exif-focal-lengths';
import type { FocalRequest } from './focal-request';
import { centredIntrinsics, type ImageSize } from './intrinsics';
import type { PhotoCamera } from './photo-camera';
import type { PhotoExif } from './photo-exif';
import { pixels, type Pixels } from './units';

/** What is known of a photo before any model sees it. */
export interface PhotoFacts {
  /** Of the oriented photo: EXIF orientation applied. */
  readonly size: ImageSize;
  readonly exif: PhotoExif | undefined;
}

/** The focal length of an unknown camera by its photo's longer side: 64° across, between a phone and a normal lens. */
const ASSUMED_FOCAL_PER_LONGER_SIDE = 0.8;

/**
 * The camera of an oriented photo by the best source there is: what a person typed, EXIF, the model's own estimate,
 * an assumed field of view.
 *
 * `modelFocalPx` is in pixels of the oriented photo; an estimate that is not a positive number, as half precision may
 * yield, counts as none.
 */
export function resolveCamera(
  photo: PhotoFacts,
  request: FocalRequest | undefined,
  modelFocalPx?: Pixels,
): PhotoCamera {
  const { size, exif } = photo;
  if (request !== undefined) return cameraFromRequest(size, exif, request);
  const camera = (exif && cameraFromExif(size, exif)) ?? cameraFromModel(size, modelFocalPx) ?? assumedCamera(size);
  if (exif === undefined || !exifFocalLengths(exif).someIgnored) return camera;
  return { ...camera, assumptions: [...camera.assumptions, 'exifFocalIgnored'] };
}

function cameraFromModel(size: ImageSize, modelFocalPx: Pixels | undefined): PhotoCamera | undefined {
  if (modelFocalPx === undefined || !Number.isFinite(modelFocalPx) || modelFocalPx <= 0) return undefined;
  return { intrinsics: centredIntrinsics(size, modelFocalPx), origin: 'model', trust: 'rough', assumptions: [] };
}

function assumedCamera(size: ImageSize): PhotoCamera {
  const focalPx = pixels(ASSUMED_FOCAL_PER_LONGER_SIDE * Math.max(size.widthPx, size.heightPx));
  return {
    intrinsics: centredIntrinsics(size, focalPx),
    origin: 'assumed',
    trust: 'guess',
    assumptions: ['assumedFieldOfView'],
  };
}
