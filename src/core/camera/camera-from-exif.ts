import { focalFrom35mm, focalOnDiagonal } from './diagonal-rule';
import { exifFocalLengths } from './exif-focal-lengths';
import { readFocalPlane } from './focal-plane';
import { centredIntrinsics, type ImageSize, type Intrinsics } from './intrinsics';
import { knownNativeAspect, type NativeFrame, restoreNativeFrame, supposedNativeAspect } from './native-frame';
import type { FocalAssumption, PhotoCamera } from './photo-camera';
import { type PhotoExif, swapsSides } from './photo-exif';
import { sensorOf } from './sensor-table';
import { millimetres, type Millimetres, pixels } from './units';

/**
 * The camera of an oriented photo, as far as its EXIF tells the focal length; undefined where it does not.
 *
 * In order: the 35 mm-equivalent; the focal length in millimetres with FocalPlaneResolution; the same with the sensor
 * table. A photo resized after the camera wrote it comes out right, one cropped is known by its aspect alone.
 */
export function cameraFromExif(size: ImageSize, exif: PhotoExif): PhotoCamera | undefined {
  return cameraFrom35mm(size, exif) ?? cameraFromFocalPlane(size, exif) ?? cameraFromSensorTable(size, exif);
}

function cameraFrom35mm(size: ImageSize, exif: PhotoExif): PhotoCamera | undefined {
  const { focal35mm } = exifFocalLengths(exif);
  if (focal35mm === undefined) return undefined;
  const knownAspect = knownNativeAspect(exif);
  const frame = restoreNativeFrame(size, knownAspect ?? supposedNativeAspect(size));
  const assumptions: FocalAssumption[] = [];
  if (knownAspect === undefined) assumptions.push('nativeAspectSupposed');
  if (frame.cropped) assumptions.push('croppedFromNativeFrame');
  return {
    intrinsics: centredIntrinsics(size, focalFrom35mm(frame.size, focal35mm)),
    origin: 'exif35mm',
    trust: assumptions.length === 0 ? 'good' : 'rough',
    assumptions,
  };
}

function cameraFromFocalPlane(size: ImageSize, exif: PhotoExif): PhotoCamera | undefined {
  const focalMm = zoomedFocalMm(exif);
  const isTurned = swapsSides(exif.orientation);
  const stored = isTurned ? { widthPx: size.heightPx, heightPx: size.widthPx } : size;
  const plane = readFocalPlane(stored, exif);
  if (focalMm === undefined || plane === undefined) return undefined;
  const recordedLonger = Math.max(plane.recorded.widthPx, plane.recorded.heightPx);
  const recordedShorter = Math.min(plane.recorded.widthPx, plane.recorded.heightPx);
  const frame = restoreNativeFrame(stored, recordedLonger / recordedShorter);
  const resize = Math.max(frame.size.widthPx, frame.size.heightPx) / recordedLonger;
  const storedFxPx = pixels(focalMm * plane.pixelsPerMmX * resize);
  const storedFyPx = pixels(focalMm * plane.pixelsPerMmY * resize);
  const intrinsics = isTurned
    ? centredIntrinsics(size, storedFyPx, storedFxPx)
    : centredIntrinsics(size, storedFxPx, storedFyPx);
  return cameraFromMm(intrinsics, frame, 'sensorFromFocalPlane');
}

function cameraFromSensorTable(size: ImageSize, exif: PhotoExif): PhotoCamera | undefined {
  const focalMm = zoomedFocalMm(exif);
  const sensor = sensorOf(exif);
  if (focalMm === undefined || sensor === undefined) return undefined;
  const frame = restoreNativeFrame(size, sensor.nativeAspect);
  const sensorDiagonalMm = Math.hypot(sensor.widthMm, sensor.heightMm);
  const focalPx = focalOnDiagonal(frame.size, focalMm, sensorDiagonalMm);
  return cameraFromMm(centredIntrinsics(size, focalPx), frame, 'sensorFromTable');
}

function cameraFromMm(intrinsics: Intrinsics, frame: NativeFrame, sensorSource: FocalAssumption): PhotoCamera {
  return {
    intrinsics,
    origin: 'exifMm',
    trust: frame.cropped ? 'rough' : 'good',
    assumptions: frame.cropped ? [sensorSource, 'croppedFromNativeFrame'] : [sensorSource],
  };
}

/** No camera enlarges more than this by digital zoom. */
const MAX_DIGITAL_ZOOM = 100;

/**
 * The focal length that would give this picture without digital zoom.
 *
 * A ratio of 0 says that none was used. The 35 mm-equivalent needs no such step: cameras write it with the zoom in it.
 */
function zoomedFocalMm(exif: PhotoExif): Millimetres | undefined {
  const { focalMm } = exifFocalLengths(exif);
  const { digitalZoomRatio = 1 } = exif;
  const zoom = digitalZoomRatio >= 1 && digitalZoomRatio <= MAX_DIGITAL_ZOOM ? digitalZoomRatio : 1;
  return focalMm === undefined ? undefined : millimetres(focalMm * zoom);
}
