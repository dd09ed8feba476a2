import type { FocalAssumption, FocalOrigin } from '../../core/camera/photo-camera';

export const FOCAL_ORIGIN_WORDS: Readonly<Record<FocalOrigin, string>> = {
  typed: 'typed',
  exif35mm: 'EXIF 35 mm-equivalent',
  exifMm: 'EXIF mm and sensor size',
  model: "model's estimate",
  assumed: 'assumed',
};

export const ASSUMPTION_WORDS: Readonly<Record<FocalAssumption, string>> = {
  croppedFromNativeFrame: "the picture's aspect is not its camera's: taken as a crop",
  nativeAspectSupposed: "the camera's own aspect is not known: 3:2 supposed",
  sensorFromTable: "sensor size from Fathom's table of cameras",
  sensorFromFocalPlane: 'sensor size from EXIF FocalPlaneResolution',
  exifFocalIgnored: 'EXIF holds a focal length no lens has: ignored',
  assumedFieldOfView: 'nothing known: 0.8 × the longer side; give --focal-px or --fov for true measures',
};
