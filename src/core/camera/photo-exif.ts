/**
 * EXIF orientation, 1 to 8: how stored pixels turn into the oriented photo.
 * 5 to 8 swap width and height (EXIF 2.32, tag 0x0112).
 */
export type ExifOrientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** The EXIF fields that bear on geometry, as written by the camera: untrusted, for the *stored* (unrotated) pixels. */
export interface PhotoExif {
  readonly orientation: ExifOrientation;
  readonly make?: string;
  readonly model?: string;
  readonly lensModel?: string;
  readonly focalLengthMm?: number;
  readonly focalLength35mm?: number;
  readonly digitalZoomRatio?: number;
  /** Sensor pixels per {@link focalPlaneUnitMm}, along stored x and y, at the size {@link pixelXDimension} × {@link pixelYDimension}. */
  readonly focalPlaneXResolution?: number;
  readonly focalPlaneYResolution?: number;
  /** Length of FocalPlaneResolutionUnit in millimetres: 25.4 (inch, the default) or 10 (centimetre). */
  readonly focalPlaneUnitMm?: number;
  readonly pixelXDimension?: number;
  readonly pixelYDimension?: number;
}

/** Whether the orientation turns the picture on its side. */
export function swapsSides(orientation: ExifOrientation): boolean {
  return orientation >= 5;
}
