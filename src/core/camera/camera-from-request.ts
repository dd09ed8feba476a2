import { focalFrom35mm } from './diagonal-rule';
import type { FocalRequest } from './focal-request';
import { centredIntrinsics, focalFromFieldOfView, type ImageSize, type Intrinsics } from './intrinsics';
import { knownNativeAspect, type NativeFrame, restoreNativeFrame } from './native-frame';
import type { PhotoCamera } from './photo-camera';
import type { PhotoExif } from './photo-exif';
import { pixels, type Pixels } from './units';

/**
 * The camera of an oriented photo, from what a person typed: positive, finite values, as the contract's schema makes sure.
 *
 * A 35 mm-equivalent and a sensor width speak of the uncropped picture, which is restored where EXIF names the camera;
 * else the photo counts as whole. A sensor's width is its long side, so it spans the longer side of a portrait photo too.
 */
export function cameraFromRequest(size: ImageSize, exif: PhotoExif | undefined, request: FocalRequest): PhotoCamera {
  switch (request.kind) {
    case 'px':
      return typedExactly(centredIntrinsics(size, request.focalPx));
    case 'intrinsics':
      return typedExactly(request.intrinsics);
    case 'fieldOfView':
      return typedExactly(centredIntrinsics(size, focalFromFieldOfView(size.widthPx, request.horizontal)));
    case '35mm': {
      const frame = frameOfPhoto(size, exif);
      return typedForFrame(size, frame, focalFrom35mm(frame.size, request.focal35mm));
    }
    case 'mm': {
      const frame = frameOfPhoto(size, exif);
      const frameLongerPx = Math.max(frame.size.widthPx, frame.size.heightPx);
      return typedForFrame(size, frame, pixels((request.focalMm * frameLongerPx) / request.sensorWidthMm));
    }
  }
}

function typedExactly(intrinsics: Intrinsics): PhotoCamera {
  return { intrinsics, origin: 'typed', trust: 'exact', assumptions: [] };
}

function typedForFrame(size: ImageSize, frame: NativeFrame, focalPx: Pixels): PhotoCamera {
  return {
    intrinsics: centredIntrinsics(size, focalPx),
    origin: 'typed',
    trust: frame.cropped ? 'rough' : 'good',
    assumptions: frame.cropped ? ['croppedFromNativeFrame'] : [],
  };
}

function frameOfPhoto(size: ImageSize, exif: PhotoExif | undefined): NativeFrame {
  const aspect = exif && knownNativeAspect(exif);
  return aspect === undefined ? { size, cropped: false } : restoreNativeFrame(size, aspect);
}
