import type { ImageSize } from './intrinsics';
import { type Millimetres, pixels, type Pixels } from './units';

const FULL_FRAME_DIAGONAL_MM = Math.hypot(36, 24);

/** The focal length in pixels of a lens whose sensor has the given diagonal; `frame` is the whole sensor's picture. */
export function focalOnDiagonal(frame: ImageSize, focalMm: Millimetres, sensorDiagonalMm: number): Pixels {
  return pixels((focalMm * Math.hypot(frame.widthPx, frame.heightPx)) / sensorDiagonalMm);
}

/**
 * The focal length in pixels of a 35 mm-equivalent focal length: f35 · √(w² + h²) / √(36² + 24²).
 *
 * CIPA DCG-001 defines the equivalent by the diagonal angle of view, so `frame` has to be the uncropped picture.
 */
export function focalFrom35mm(frame: ImageSize, focal35mm: Millimetres): Pixels {
  return focalOnDiagonal(frame, focal35mm, FULL_FRAME_DIAGONAL_MM);
}
