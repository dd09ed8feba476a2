import type { ImageSize } from '../../../core/camera/intrinsics';
import type { ExifOrientation } from '../../../core/camera/photo-exif';
import type { GeometryFields } from '../read-exif';
import type { ByteFile } from './byte-file';
import { jpegFrameSize, type JpegPlace } from './jpeg-frame';
import { olympusPreview } from './olympus-preview';
import { readRawDirectories, type RawDirectories } from './raw-directories';
import { readRawExif, readRawOrientation } from './raw-exif';
import { RawFault } from './raw-fault';
import { readDirectory, readNumbers, type TiffDirectory, type TiffStructure } from './tiff-directory';

const EXIF_DIRECTORY = 0x8769;
/** Where a directory has these, its JPEG is none without them. */
const JPEG_TABLES = 0x015b;

/** A RAW file's largest embedded JPEG, and what the RAW itself says of it. */
export interface RawPreview extends JpegPlace {
  /** As stored. */
  readonly size: ImageSize;
  readonly exif: GeometryFields;
  /** The RAW's own; undefined where it says none, and the JPEG's counts. */
  readonly orientation: ExifOrientation | undefined;
}

export type RawReading =
  | { readonly kind: 'preview'; readonly preview: RawPreview; readonly fault: RawFault | undefined }
  /** No JPEG in it; a fault says why one may have been missed. */
  | { readonly kind: 'noPreview'; readonly fault: RawFault | undefined }
  /** A RAW whose structure is not TIFF's. */
  | { readonly kind: 'otherStructure' };

/**
 * Looks for the largest embedded JPEG of a camera RAW that is a TIFF structure: DNG, CR2, NEF, ARW, ORF, RW2, PEF and
 * their like. Reads directories and headers only, whatever the file's size, and nothing that lies outside it.
 *
 * @throws RawFault where not even the main directory can be read.
 */
export async function readRaw(file: ByteFile): Promise<RawReading> {
  const found = await readRawDirectories(file);
  if (!found) return { kind: 'otherStructure' };
  const { structure, directories } = found;
  const faults = [...found.faults];
  const attempt = async <Value>(task: Promise<Value>): Promise<Value | undefined> => {
    try {
      return await task;
    } catch (error) {
      if (!(error instanceof RawFault)) throw error;
      faults.push(error);
      return undefined;
    }
  };
  const main = directories[0]!;
  const exifDirectory = await attempt(exifDirectoryOf(found));
  const places = [];
  for (const directory of directories) places.push(...((await attempt(jpegPlaces(structure, directory))) ?? []));
  if (exifDirectory) places.push(await attempt(olympusPreview(structure, exifDirectory)));

  let largest: (JpegPlace & { size: ImageSize }) | undefined;
  for (const place of places) {
    const size = place && (await attempt(jpegFrameSize(file, place)));
    if (size && pixelsOf(size) > (largest ? pixelsOf(largest.size) : 0)) largest = { ...place, size };
  }
  if (!largest) return { kind: 'noPreview', fault: faults[0] };
  const exif = (await attempt(readRawExif(structure, main, exifDirectory))) ?? {};
  const orientation = await attempt(readRawOrientation(structure, main));
  return { kind: 'preview', preview: { ...largest, exif, orientation }, fault: faults[0] };
}

const pixelsOf = ({ widthPx, heightPx }: ImageSize): number => widthPx * heightPx;

async function exifDirectoryOf({ structure, directories }: RawDirectories): Promise<TiffDirectory | undefined> {
  for (const { fields } of directories) {
    const [offset] = await readNumbers(structure, fields.get(EXIF_DIRECTORY));
    if (offset !== undefined) return readDirectory(structure, offset);
  }
  return undefined;
}

/**
 * Where a directory says that JPEGs lie: JPEGInterchangeFormat (NEF, ARW, PEF, and thumbnails), a single strip (CR2,
 * DNG), or JpgFromRaw (RW2), whose value is the JPEG itself.
 */
async function jpegPlaces(structure: TiffStructure, { fields }: TiffDirectory): Promise<JpegPlace[]> {
  const numbers = (tag: number) => readNumbers(structure, fields.get(tag));
  const places: JpegPlace[] = [];
  const [interchange] = await numbers(0x0201);
  const [interchangeBytes] = await numbers(0x0202);
  if (interchange !== undefined && interchangeBytes !== undefined) {
    places.push({ offset: interchange, byteLength: interchangeBytes });
  }
  // Raw data come in strips, too, of a few rows each: those are not read.
  const isOneStrip = fields.get(0x0111)?.count === 1 && fields.get(0x0117)?.count === 1 && !fields.has(JPEG_TABLES);
  const [strip] = isOneStrip ? await numbers(0x0111) : [];
  const [stripBytes] = isOneStrip ? await numbers(0x0117) : [];
  if (strip !== undefined && stripBytes !== undefined) places.push({ offset: strip, byteLength: stripBytes });
  const jpgFromRaw = fields.get(0x002e);
  if (jpgFromRaw?.type === 7) places.push({ offset: jpgFromRaw.valueAt, byteLength: jpgFromRaw.byteLength });
  return places;
}
