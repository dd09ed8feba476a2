import { type CameraFamily, findCameraFamily, names } from './camera-family';
import { exifFocalLengths } from './exif-focal-lengths';
import type { ImageSize } from './intrinsics';
import type { PhotoExif } from './photo-exif';
import { sensorOf } from './sensor-table';

/** The uncropped picture that a photo was cut from, in the photo's own pixels. */
export interface NativeFrame {
  readonly size: ImageSize;
  readonly cropped: boolean;
}

/** Makers round their frames to whole blocks of pixels: within this an aspect counts as the native one. */
const ASPECT_TOLERANCE = 0.02;

/**
 * Restores the frame that a picture was cropped from, for a camera of the given native aspect (longer by shorter side).
 *
 * A picture wider than native keeps its longer side, a narrower one its shorter side: the least that must have been cut
 * off. A resize does not matter, only the aspect counts, and the frame lies the way the picture lies.
 */
export function restoreNativeFrame(picture: ImageSize, nativeAspect: number): NativeFrame {
  const aspect = aspectOf(picture);
  if (isNear(aspect, nativeAspect)) return { size: picture, cropped: false };
  const longer = Math.max(picture.widthPx, picture.heightPx);
  const shorter = Math.min(picture.widthPx, picture.heightPx);
  const [frameLonger, frameShorter] =
    aspect > nativeAspect ? [longer, longer / nativeAspect] : [shorter * nativeAspect, shorter];
  const size =
    picture.widthPx >= picture.heightPx
      ? { widthPx: frameLonger, heightPx: frameShorter }
      : { widthPx: frameShorter, heightPx: frameLonger };
  return { size, cropped: true };
}

/**
 * The aspect of a camera's uncropped pictures (longer by shorter side), or undefined where EXIF does not tell it.
 *
 * In order: the sensor table, the maker and model, the crop factor.
 */
export function knownNativeAspect(exif: PhotoExif): number | undefined {
  return sensorOf(exif)?.nativeAspect ?? findCameraFamily(ASPECT_TABLE, exif)?.nativeAspect ?? aspectOfCropFactor(exif);
}

/**
 * The native aspect to suppose for a picture of an unknown camera.
 *
 * A picture that is exactly 4:3 or 3:2 is far likelier whole than cut to just that; any other shape counts as a crop
 * of 3:2, the rule for a camera that is neither a phone nor Four Thirds.
 */
export function supposedNativeAspect(picture: ImageSize): number {
  return isNear(aspectOf(picture), 4 / 3) ? 4 / 3 : 3 / 2;
}

/** One-inch sensors (crop factor 2.7) are 3:2; smaller ones, from 1/1.2 inch down, are 4:3. */
const SMALL_SENSOR_CROP_FACTOR = 3.3;

/** The one sensor with a crop factor of about 2 is Four Thirds, which is 4:3. */
const FOUR_THIRDS_CROP_FACTOR = { min: 1.9, max: 2.1 };

/** Sensors larger than full frame are 4:3 but for Leica's S, which the sensor table holds. */
const MEDIUM_FORMAT_CROP_FACTOR = 0.9;

/** The native aspect of a sensor by its crop factor: the 35 mm-equivalent by the true focal length. */
function aspectOfCropFactor(exif: PhotoExif): number | undefined {
  const { focalMm, focal35mm } = exifFocalLengths(exif);
  if (focalMm === undefined || focal35mm === undefined) return undefined;
  const cropFactor = focal35mm / focalMm;
  const isFourThirds = cropFactor >= FOUR_THIRDS_CROP_FACTOR.min && cropFactor <= FOUR_THIRDS_CROP_FACTOR.max;
  return cropFactor >= SMALL_SENSOR_CROP_FACTOR || isFourThirds || cropFactor < MEDIUM_FORMAT_CROP_FACTOR
    ? 4 / 3
    : 3 / 2;
}

function aspectOf(picture: ImageSize): number {
  return Math.max(picture.widthPx / picture.heightPx, picture.heightPx / picture.widthPx);
}

function isNear(aspect: number, native: number): boolean {
  return Math.abs(aspect / native - 1) <= ASPECT_TOLERANCE;
}

interface AspectFamily extends CameraFamily {
  readonly nativeAspect: number;
}

/** The native aspect of whole ranges, for cameras whose sensor size the sensor table does not hold. */
const ASPECT_TABLE: readonly AspectFamily[] = [
  {
    makes: names(`
      Alcatel, Apple, Asus, BlackBerry, BQ, Essential, Fairphone, Google, HMD, Honor, HTC, Huawei, Infinix, Kyocera,
      Lenovo, LG, Meizu, Microsoft, Motorola, Nokia, Nothing, OnePlus, OPPO, Poco, realme, Redmi, Research In Motion,
      Samsung, Sharp, Sony Ericsson, TCL, Tecno, vivo, Wiko, Xiaomi, ZTE
    `),
    models: ['*'],
    nativeAspect: 4 / 3,
  },
  {
    makes: ['Sony'],
    models: names(`
      C5*, C6*, D5*, D6*, E5*, E6*, F3*, F5*, F8*, G3*, G8*, H3*, H4*, H8*, H9*, I3*, I4*, J8*, J9*, LT*, SO-*, SOG*,
      SOV*, ST2*, XQ-*, Xperia*, A001SO, A002SO
    `),
    nativeAspect: 4 / 3,
  },
  // The few phones whose main camera has a 16:9 sensor: Galaxy S5, S6, Note 4, Note 5, LG G4, HTC One.
  {
    makes: ['Samsung'],
    models: ['SM-G900*', 'SM-G920*', 'SM-G925*', 'SM-G928*', 'SM-N910*', 'SM-N915*', 'SM-N920*'],
    nativeAspect: 16 / 9,
  },
  { makes: ['LG'], models: ['H81*', 'F500*'], nativeAspect: 16 / 9 },
  { makes: ['HTC'], models: ['One', 'One_M8'], nativeAspect: 16 / 9 },

  {
    makes: ['Casio', 'Eastman Kodak', 'Kodak', 'Mamiya', 'Hasselblad', 'Olympus', 'OM Digital', 'Phase One'],
    models: ['*'],
    nativeAspect: 4 / 3,
  },
  { makes: ['Canon'], models: ['PowerShot*', 'DIGITAL IXUS*', 'IXUS*', 'IXY*'], nativeAspect: 4 / 3 },
  { makes: ['Nikon'], models: ['COOLPIX*', 'E*'], nativeAspect: 4 / 3 },
  { makes: ['Sony'], models: ['DSC-*', 'CYBERSHOT'], nativeAspect: 4 / 3 },
  { makes: ['Panasonic'], models: ['DMC-*', 'DC-*'], nativeAspect: 4 / 3 },
  { makes: ['Panasonic'], models: ['DMC-LX1', 'DMC-LX2'], nativeAspect: 16 / 9 },
  { makes: ['Fujifilm'], models: ['FinePix*', 'XP*', 'X-HF1'], nativeAspect: 4 / 3 },
  { makes: ['Leica'], models: ['C-LUX*', 'D-LUX*', 'DIGILUX*', 'V-LUX*'], nativeAspect: 4 / 3 },
  { makes: ['GoPro'], models: ['*'], nativeAspect: 4 / 3 },
  { makes: ['GoPro'], models: ['HERO11 Black*', 'HERO12 Black', 'HERO13 Black'], nativeAspect: 8 / 7 },

  { makes: ['Canon'], models: ['EOS*'], nativeAspect: 3 / 2 },
  { makes: ['Nikon'], models: ['D*', 'Z*'], nativeAspect: 3 / 2 },
  { makes: ['Sony'], models: ['ILCA-*', 'ILCE-*', 'ILME-*'], nativeAspect: 3 / 2 },
  { makes: ['Fujifilm'], models: ['X-*'], nativeAspect: 3 / 2 },
  { makes: ['Pentax', 'Ricoh'], models: ['K*'], nativeAspect: 3 / 2 },
  { makes: ['Sigma'], models: ['*'], nativeAspect: 3 / 2 },
];
