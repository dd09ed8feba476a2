import type { Intrinsics } from './intrinsics';

/** Where the focal length of a photo can come from; each before the next. */
export const FOCAL_ORIGINS = ['typed', 'exif35mm', 'exifMm', 'model', 'assumed'] as const;
export type FocalOrigin = (typeof FOCAL_ORIGINS)[number];

/** How far the focal length may be trusted: shown as a colour in the app, as a word on the command line. */
export const FOCAL_TRUSTS = ['exact', 'good', 'rough', 'guess'] as const;
export type FocalTrust = (typeof FOCAL_TRUSTS)[number];

/** What had to be supposed on the way to the focal length; each lowers the trust or explains it. */
export const FOCAL_ASSUMPTIONS = [
  /** The picture's aspect is not its camera's: taken as a crop of the native frame. */
  'croppedFromNativeFrame',
  /** The native aspect of the camera is not known: a 4:3 or 3:2 picture was taken as whole, any other as a crop of 3:2. */
  'nativeAspectSupposed',
  /** The sensor's size comes from the table of camera models. */
  'sensorFromTable',
  /** The sensor's size comes from EXIF FocalPlaneResolution. */
  'sensorFromFocalPlane',
  /** EXIF held a focal length that no lens has (zero, negative, absurd): ignored. */
  'exifFocalIgnored',
  /** Nothing was known: 0.8 × the longer side. */
  'assumedFieldOfView',
] as const;
export type FocalAssumption = (typeof FOCAL_ASSUMPTIONS)[number];

/** The camera of one oriented photo: intrinsics with their provenance. */
export interface PhotoCamera {
  readonly intrinsics: Intrinsics;
  readonly origin: FocalOrigin;
  readonly trust: FocalTrust;
  readonly assumptions: readonly FocalAssumption[];
}
