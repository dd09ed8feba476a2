import type { ExifOrientation } from '../../../core/camera/photo-exif';
import { focalPlaneUnitMmOf, type GeometryFields } from '../read-exif';
import { readNumbers, readText, type TiffDirectory, type TiffStructure } from './tiff-directory';

/**
 * The geometry fields of a RAW file's own directories. Those that count pixels of the raw picture are left out where it
 * does not say of which size: the preview's is another.
 *
 * @throws RawFault where a field is not within the file.
 */
export async function readRawExif(
  structure: TiffStructure,
  main: TiffDirectory,
  exif: TiffDirectory | undefined,
): Promise<GeometryFields> {
  const text = (tag: number) => readText(structure, main.fields.get(tag) ?? exif?.fields.get(tag));
  const number = async (tag: number) => (await readNumbers(structure, exif?.fields.get(tag)))[0];
  const pixelXDimension = await number(0xa002);
  const focalPlaneUnit = await number(0xa210);
  const found = {
    make: await text(0x010f),
    model: await text(0x0110),
    lensModel: await text(0xa434),
    focalLengthMm: await number(0x920a),
    focalLength35mm: await number(0xa405),
    digitalZoomRatio: await number(0xa404),
    ...(pixelXDimension !== undefined && {
      pixelXDimension,
      pixelYDimension: await number(0xa003),
      focalPlaneXResolution: await number(0xa20e),
      focalPlaneYResolution: await number(0xa20f),
      focalPlaneUnitMm: focalPlaneUnit === undefined ? undefined : focalPlaneUnitMmOf(focalPlaneUnit),
    }),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** How the RAW says its pictures are to be turned; undefined where it does not. */
export async function readRawOrientation(
  structure: TiffStructure,
  main: TiffDirectory,
): Promise<ExifOrientation | undefined> {
  const [value] = await readNumbers(structure, main.fields.get(0x0112));
  return value !== undefined && value >= 1 && value <= 8 ? (value as ExifOrientation) : undefined;
}
