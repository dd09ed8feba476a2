import type { Intrinsics } from './intrinsics';
import type { Degrees, Millimetres, Pixels } from './units';

/**
 * What a person may know of a camera, in whichever form they know it. Always of the oriented photo.
 *
 * `sensorWidthMm` is the sensor's long side, `horizontal` the angle across the photo's width as it is shown.
 */
export type FocalRequest =
  | { readonly kind: 'px'; readonly focalPx: Pixels }
  | { readonly kind: '35mm'; readonly focal35mm: Millimetres }
  | { readonly kind: 'mm'; readonly focalMm: Millimetres; readonly sensorWidthMm: Millimetres }
  | { readonly kind: 'fieldOfView'; readonly horizontal: Degrees }
  | { readonly kind: 'intrinsics'; readonly intrinsics: Intrinsics };
