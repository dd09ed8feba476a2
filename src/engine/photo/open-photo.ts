import { readFile } from 'node:fs/promises';
import sharp, { type Metadata } from 'sharp';
import type { PhotoConversion } from '../../core/formats/photo-conversion';
import type { ExifOrientation, PhotoExif } from '../../core/camera/photo-exif';
import { projectionOf } from '../../core/camera/projection';
import { FailureError, systemErrorCode } from '../failure-error';
import { identifyFile, type FileIdentity } from './identify-file';
import type { Photo } from './photo';
import { photoFailure } from './photo-failure';
import { isRawFile, photoFormatOf } from './photo-formats';
import { readExifBlock, readTiffStructure } from './read-exif';

/**
 * Reads a photo's header: size, EXIF, and what decoding will have to convert.
 *
 * @throws FailureError `PhotoUnreadable` or `PhotoUnsupported`, naming the file and the remedy.
 */
export async function openPhoto(file: string): Promise<Photo> {
  if (isRawFile(file)) {
    throw new FailureError(
      'PhotoUnsupported',
      `${file}: camera RAW is not decoded`,
      'Export it as JPEG, TIFF or PNG, keeping its EXIF, and convert that.',
    );
  }
  const identity = await identify(file);
  const metadata = await readMetadata(file);
  const format = photoFormatOf(metadata);
  if (!format) throw unsupported(file, metadata);
  const exif = await readExif(file, metadata);
  const { width, height } = metadata.autoOrient;
  const size = { widthPx: width, heightPx: height };
  return {
    path: file,
    ...identity,
    format,
    size,
    exif,
    projection: projectionOf(size, exif, metadata.xmp?.toString()),
    conversions: conversionsFor(metadata),
  };
}

async function identify(file: string): Promise<FileIdentity> {
  const identity = await identifyFile(file).catch((error: unknown) => {
    throw cannotBeOpened(file, error);
  });
  if (identity) return identity;
  throw new FailureError('PhotoUnreadable', `${file}: is no file`, 'Name a photo, or a folder to convert all in it.');
}

function cannotBeOpened(file: string, error: unknown): FailureError {
  const code = systemErrorCode(error) ?? 'unknown error';
  const remedies: Record<string, string> = {
    ENOENT: 'It is not there (any more): check the path.',
    EACCES: 'Give yourself permission to read it.',
    EPERM: 'Give yourself permission to read it.',
  };
  return new FailureError(
    'PhotoUnreadable',
    `${file}: cannot be opened (${code})`,
    remedies[code] ?? 'Check the disk or the network it is on.',
    { cause: error },
  );
}

async function readMetadata(file: string): Promise<Metadata> {
  try {
    return await sharp(file).metadata();
  } catch (error) {
    throw photoFailure(file, error);
  }
}

function unsupported(file: string, { format, compression }: Metadata): FailureError {
  if (compression === 'hevc') {
    return new FailureError(
      'PhotoUnsupported',
      `${file}: HEIC (HEVC) cannot be decoded by this build, for its patents`,
      'Convert it to JPEG; on an iPhone, set Camera > Formats to Most Compatible.',
    );
  }
  return new FailureError(
    'PhotoUnsupported',
    `${file}: ${format} is not a photo format Fathom reads`,
    'Convert it to JPEG, PNG, WebP, AVIF, TIFF or GIF.',
  );
}

/**
 * sharp hands out the EXIF block of all formats but TIFF, where EXIF is the file's own structure. The orientation is
 * the one sharp applies, which differs from EXIF's where the container has turned the picture already (AVIF).
 */
async function readExif(file: string, metadata: Metadata): Promise<PhotoExif> {
  const orientation = (metadata.orientation ?? 1) as ExifOrientation;
  if (metadata.exif) return { ...readExifBlock(metadata.exif), orientation };
  if (metadata.format === 'tiff') return { ...readTiffStructure(await readFile(file)), orientation };
  return { orientation };
}

function conversionsFor(metadata: Metadata): PhotoConversion[] {
  const conversions: PhotoConversion[] = [];
  if ((metadata.pages ?? 1) > 1) conversions.push('firstFrameOnly');
  if (metadata.hasAlpha) conversions.push('alphaFlattened');
  if (metadata.space === 'cmyk') conversions.push('cmykToSrgb');
  // sharp leaves out the profiles of 16-bit grey.
  else if (metadata.hasProfile && metadata.space !== 'grey16') conversions.push('iccToSrgb');
  if (metadata.depth !== 'uchar') conversions.push('sixteenToEightBit');
  if (metadata.space === 'b-w' || metadata.space === 'grey16') conversions.push('greyToRgb');
  return conversions;
}
