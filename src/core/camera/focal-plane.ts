import type { ImageSize } from './intrinsics';
import type { PhotoExif } from './photo-exif';
import { sensorOf } from './sensor-table';

/** How densely a camera sampled its sensor, as EXIF tells it. All of the stored (unrotated) picture. */
export interface FocalPlane {
  readonly pixelsPerMmX: number;
  readonly pixelsPerMmY: number;
  /** The size of the picture these densities are for: the camera's own, before a later resize. */
  readonly recorded: ImageSize;
}

/** Phones have sensors of 2 mm and up, digital backs of 54 mm; scanning backs reach 70 mm. */
const SENSOR_WIDTH_MM = { min: 2, max: 70 };

/** Sensor elements are square in every camera: densities further apart are not densities. */
const SQUARENESS_TOLERANCE = 0.1;

/** Cameras err by some per cent here; a stale value, left by an editor that resized, errs by far more. */
const TABLE_TOLERANCE = 0.1;

const INCH_MM = 25.4;

/**
 * Reads FocalPlaneXResolution and FocalPlaneYResolution of a stored picture; undefined where absent or not to be
 * believed.
 *
 * Some cameras write wrong values and editors leave stale ones, so the width of the sensor they imply must be one that
 * exists, and that of the sensor table where it knows the camera.
 */
export function readFocalPlane(stored: ImageSize, exif: PhotoExif): FocalPlane | undefined {
  const { focalPlaneXResolution, focalPlaneUnitMm = INCH_MM } = exif;
  if (focalPlaneXResolution === undefined) return undefined;
  const pixelsPerMmX = focalPlaneXResolution / focalPlaneUnitMm;
  const pixelsPerMmY = (exif.focalPlaneYResolution ?? focalPlaneXResolution) / focalPlaneUnitMm;
  const plane = turnedLike(stored, { pixelsPerMmX, pixelsPerMmY, recorded: recordedSize(stored, exif) });
  return isBelievable(plane, sensorOf(exif)?.widthMm) ? plane : undefined;
}

function recordedSize(stored: ImageSize, exif: PhotoExif): ImageSize {
  const { pixelXDimension = 0, pixelYDimension = 0 } = exif;
  return pixelXDimension > 0 && pixelYDimension > 0 ? { widthPx: pixelXDimension, heightPx: pixelYDimension } : stored;
}

/** Programs that turn the pixels of a portrait photo upright leave the camera's landscape fields behind. */
function turnedLike(stored: ImageSize, plane: FocalPlane): FocalPlane {
  const { widthPx, heightPx } = plane.recorded;
  const wasTurned = (stored.widthPx - stored.heightPx) * (widthPx - heightPx) < 0;
  if (!wasTurned) return plane;
  return {
    pixelsPerMmX: plane.pixelsPerMmY,
    pixelsPerMmY: plane.pixelsPerMmX,
    recorded: { widthPx: heightPx, heightPx: widthPx },
  };
}

function isBelievable(plane: FocalPlane, tableWidthMm: number | undefined): boolean {
  const { recorded, pixelsPerMmX, pixelsPerMmY } = plane;
  const sensorWidthMm = Math.max(recorded.widthPx / pixelsPerMmX, recorded.heightPx / pixelsPerMmY);
  const exists = sensorWidthMm >= SENSOR_WIDTH_MM.min && sensorWidthMm <= SENSOR_WIDTH_MM.max;
  const isSquare = Math.abs(pixelsPerMmX / pixelsPerMmY - 1) <= SQUARENESS_TOLERANCE;
  const agrees = tableWidthMm === undefined || Math.abs(sensorWidthMm / tableWidthMm - 1) <= TABLE_TOLERANCE;
  return exists && isSquare && agrees;
}
