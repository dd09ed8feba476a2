import { degrees, type Degrees, pixels, type Pixels } from './units';

/** Width and height of a picture or of any grid laid over it. */
export interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Pinhole intrinsics of one picture, in its own pixels.
 *
 * Pixel (i, j) has its centre at (i + ½, j + ½), so an ordinary photo has cx = width / 2, cy = height / 2.
 * Calibrations that put the centre of the first pixel at (0, 0), as OpenCV does, get + ½ on cx and cy first.
 */
export interface Intrinsics {
  readonly fxPx: Pixels;
  readonly fyPx: Pixels;
  readonly cxPx: Pixels;
  readonly cyPx: Pixels;
}

/** Intrinsics of a picture whose principal point is its middle. */
export function centredIntrinsics(size: ImageSize, fxPx: Pixels, fyPx: Pixels = fxPx): Intrinsics {
  return { fxPx, fyPx, cxPx: pixels(size.widthPx / 2), cyPx: pixels(size.heightPx / 2) };
}

/**
 * Intrinsics after the picture was resized by `scaleX`, `scaleY` (new pixels per old pixel).
 *
 * With pixel centres at + ½ a resize multiplies fx, cx by scaleX and fy, cy by scaleY, and does nothing else.
 */
export function scaleIntrinsics(intrinsics: Intrinsics, scaleX: number, scaleY: number): Intrinsics {
  return {
    fxPx: pixels(intrinsics.fxPx * scaleX),
    fyPx: pixels(intrinsics.fyPx * scaleY),
    cxPx: pixels(intrinsics.cxPx * scaleX),
    cyPx: pixels(intrinsics.cyPx * scaleY),
  };
}

/** Intrinsics of the same camera on another pixel grid over the same picture. */
export function intrinsicsOnGrid(intrinsics: Intrinsics, from: ImageSize, to: ImageSize): Intrinsics {
  return scaleIntrinsics(intrinsics, to.widthPx / from.widthPx, to.heightPx / from.heightPx);
}

/** The full angle that `lengthPx` pixels span about the optical axis. */
export function fieldOfView(lengthPx: number, focalPx: Pixels): Degrees {
  return degrees((2 * Math.atan(lengthPx / (2 * focalPx)) * 180) / Math.PI);
}

/** The focal length at which `lengthPx` pixels span `angle`; the inverse of {@link fieldOfView}. */
export function focalFromFieldOfView(lengthPx: number, angle: Degrees): Pixels {
  return pixels(lengthPx / (2 * Math.tan((angle * Math.PI) / 360)));
}
