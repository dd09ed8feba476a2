import { open } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { swapsSides, type ExifOrientation } from '../../../core/camera/photo-exif';
import { projectionOf } from '../../../core/camera/projection';
import { FailureError } from '../../failure-error';
import { conversionsFor } from '../conversions';
import type { FileIdentity } from '../identify-file';
import type { Photo } from '../photo';
import { photoFailure } from '../photo-failure';
import { byteFile } from './byte-file';
import { RawFault } from './raw-fault';
import { readRaw, type RawReading } from './read-raw';

/** A preview with a shorter side below this is a thumbnail: depth made of it would be taken for that of the photo. */
const SMALLEST_SIDE_PX = 480;

const REMEDY = 'Export it as JPEG, TIFF or PNG, keeping its EXIF, and convert that.';

/**
 * A camera RAW by the JPEG that the camera has put into it: its pixels are the preview's, its camera the RAW's own.
 *
 * @throws FailureError `PhotoUnreadable` where the file is damaged, `PhotoUnsupported` where it holds no preview that is
 * understood, `PhotoTooSmall` where the preview is but a thumbnail.
 */
export async function openRaw(file: string): Promise<Omit<Photo, keyof FileIdentity>> {
  const handle = await open(file, 'r');
  try {
    const bytes = byteFile(handle, (await handle.stat()).size);
    const preview = requirePreview(file, await readRaw(bytes));
    const { offset, byteLength, exif } = preview;
    const metadata = await sharp(await bytes.read(offset, byteLength)).metadata();
    const orientation = preview.orientation ?? ((metadata.orientation ?? 1) as ExifOrientation);
    const { widthPx, heightPx } = preview.size;
    const size = swapsSides(orientation) ? { widthPx: heightPx, heightPx: widthPx } : preview.size;
    return {
      path: file,
      format: path.extname(file).slice(1).toLowerCase(),
      size,
      exif: { ...exif, orientation },
      projection: projectionOf(size, exif, metadata.xmp?.toString()),
      conversions: ['rawPreview', ...conversionsFor(metadata)],
      pixels: { kind: 'embedded', place: { offset, byteLength }, orientation: preview.orientation },
    };
  } catch (error) {
    if (error instanceof FailureError) throw error;
    if (error instanceof RawFault) throw damaged(file, error);
    throw photoFailure(file, error);
  } finally {
    await handle.close();
  }
}

function requirePreview(file: string, reading: RawReading): Extract<RawReading, { kind: 'preview' }>['preview'] {
  if (reading.kind === 'otherStructure') {
    throw new FailureError('PhotoUnsupported', `${file}: is no camera RAW whose preview Fathom can find`, REMEDY);
  }
  if (reading.kind === 'noPreview') {
    if (reading.fault) throw damaged(file, reading.fault);
    throw new FailureError(
      'PhotoUnsupported',
      `${file}: holds no JPEG preview, and camera RAW itself is not developed`,
      REMEDY,
    );
  }
  const { widthPx, heightPx } = reading.preview.size;
  if (Math.min(widthPx, heightPx) >= SMALLEST_SIDE_PX) return reading.preview;
  // A larger one may stand where the file has been cut off.
  if (reading.fault) throw damaged(file, reading.fault);
  throw new FailureError(
    'PhotoTooSmall',
    `${file}: its JPEG preview has ${String(widthPx)} × ${String(heightPx)} pixels only, and camera RAW itself is not developed`,
    REMEDY,
  );
}

function damaged(file: string, { why }: RawFault): FailureError {
  return new FailureError(
    'PhotoUnreadable',
    `${file}: is damaged (${why})`,
    'Copy it again from its source, or save it anew from a program that still opens it.',
  );
}
