import ExifReader from 'exifreader';
import type { PhotoExif } from '../../core/camera/photo-exif';

/** Stands before the TIFF structure in JPEG, and in what sharp writes; PNG and WebP of other makers have it bare. */
const EXIF_MARKER = Buffer.from('Exif\0\0', 'latin1');
/** FocalPlaneResolutionUnit: 2 is inches, 3 centimetres. */
const CENTIMETRE_UNIT = 3;

/** All EXIF fields but the orientation, which the decoder tells. */
export type GeometryFields = Omit<PhotoExif, 'orientation'>;

/**
 * The geometry fields of an EXIF block as image files embed it, with or without "Exif\0\0" first.
 * A block that cannot be parsed is as good as none: pictures carry broken EXIF more often than broken pixels.
 */
export function readExifBlock(block: Buffer): GeometryFields {
  const marked = block.subarray(0, EXIF_MARKER.length).equals(EXIF_MARKER);
  return readTiffStructure(marked ? block.subarray(EXIF_MARKER.length) : block);
}

/** The geometry fields of a TIFF file, whose own tags are its EXIF. */
export function readTiffStructure(tiff: Buffer): GeometryFields {
  try {
    return pickFields(ExifReader.load(tiff));
  } catch {
    return {};
  }
}

type Tags = Awaited<ReturnType<typeof ExifReader.load>>;

function pickFields(tags: Tags): GeometryFields {
  return {
    ...optional('make', textIn(tags.Make)),
    ...optional('model', textIn(tags.Model)),
    ...optional('lensModel', textIn(tags.LensModel)),
    ...optional('focalLengthMm', numberIn(tags.FocalLength)),
    ...optional('focalLength35mm', numberIn(tags.FocalLengthIn35mmFilm)),
    ...optional('digitalZoomRatio', numberIn(tags.DigitalZoomRatio)),
    ...optional('focalPlaneXResolution', numberIn(tags.FocalPlaneXResolution)),
    ...optional('focalPlaneYResolution', numberIn(tags.FocalPlaneYResolution)),
    ...optional('focalPlaneUnitMm', unitMmIn(tags.FocalPlaneResolutionUnit)),
    ...optional('pixelXDimension', numberIn(tags.PixelXDimension)),
    ...optional('pixelYDimension', numberIn(tags.PixelYDimension)),
  };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}

/** EXIF numbers are integers, or rationals that exifreader gives as [numerator, denominator]; some come as text. */
function numberIn(tag: { value: unknown } | undefined): number | undefined {
  const value = tag?.value;
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return /^\d+$/.test(value) ? Number(value) : undefined;
  if (!Array.isArray(value)) return undefined;
  const [numerator, denominator] = value as unknown[];
  if (typeof numerator !== 'number') return undefined;
  return typeof denominator === 'number' ? numerator / denominator : numerator;
}

function textIn(tag: { value: unknown } | undefined): string | undefined {
  const value = Array.isArray(tag?.value) ? (tag.value as unknown[])[0] : tag?.value;
  const text = typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
  return text === '' ? undefined : text;
}

function unitMmIn(tag: { value: unknown } | undefined): number | undefined {
  const unit = numberIn(tag);
  return unit === undefined ? undefined : focalPlaneUnitMmOf(unit);
}

/** The length of FocalPlaneResolutionUnit in millimetres. */
export function focalPlaneUnitMmOf(unit: number): number {
  return unit === CENTIMETRE_UNIT ? 10 : 25.4;
}
