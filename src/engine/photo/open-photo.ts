import { readFile } from 'node:fs/promises';
import sharp, { type Metadata } from 'sharp';
import type { ExifOrientation, PhotoExif } from '../../core/camera/photo-exif';
import { projectionOf } from '../../core/camera/projection';
import { FailureError, systemErrorCode } from '../failure-error';
import { conversionsFor } from './conversions';
import type { HeicDecoder } from './heic/heic-decoder';
import { identifyFile, type FileIdentity } from './identify-file';
import type { Photo } from './photo';
import { photoFailure } from './photo-failure';
import { isRawFile, photoFormatOf } from './photo-formats';
import { openRaw } from './raw/open-raw';
import { readExifBlock, readTiffStructure } from './read-exif';

/**
 * Reads a photo's header: size, EXIF, and what decoding will have to convert.
 *
 * @param heic decodes the HEIC among them.
 * @throws FailureError `PhotoUnreadable`, `PhotoUnsupported`, `DecoderMissing`, or `PhotoTooSmall` where a RAW's preview
 * is, naming the file and the remedy.
 */
export async function openPhoto(file: string, heic: HeicDecoder): Promise<Photo> {
  const identity = await identify(file);
  if (isRawFile(file)) return { ...identity, ...(await openRaw(file)) };
  const metadata = await readMetadata(file);
  const format = photoFormatOf(metadata);
  if (!format) throw unsupported(file, metadata);
  if (format === 'heic') await heic.requireReady(file);
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
    pixels: format === 'heic' ? { kind: 'heic', decoder: heic, icc: metadata.icc } : { kind: 'file' },
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

function unsupported(file: string, { format }: Metadata): FailureError {
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
