import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Metadata } from 'sharp';

/** Formats decoded without more, as users call them. SVG and other things sharp reads are drawings, not photos. */
export const PHOTO_FORMATS = ['JPEG', 'PNG', 'WebP', 'AVIF', 'TIFF', 'GIF', 'RAW with a JPEG preview'] as const;

const PHOTO_EXTENSIONS = new Set([
  '.jpg',
  '.jpeg',
  '.jpe',
  '.png',
  '.webp',
  '.avif',
  '.tif',
  '.tiff',
  '.gif',
  '.heic',
  '.heif',
]);

const RAW_EXTENSIONS = new Set([
  '.3fr',
  '.arw',
  '.cr2',
  '.cr3',
  '.dcr',
  '.dng',
  '.erf',
  '.iiq',
  '.kdc',
  '.mef',
  '.mos',
  '.mrw',
  '.nef',
  '.nrw',
  '.orf',
  '.pef',
  '.raf',
  '.raw',
  '.rw2',
  '.rwl',
  '.sr2',
  '.srf',
  '.srw',
  '.x3f',
]);

/** Whether a file is camera RAW by its name: being TIFF inside, its tiny thumbnail would be taken for the photo. */
export function isRawFile(file: string): boolean {
  return RAW_EXTENSIONS.has(path.extname(file).toLowerCase());
}

/** The format of a photo that can be decoded, if only with a decoder; undefined where it is no photo for Fathom. */
export function photoFormatOf({ format, compression }: Metadata): string | undefined {
  switch (format) {
    case 'jpeg':
    case 'png':
    case 'webp':
    case 'tiff':
    case 'gif':
      return format;
    case 'heif':
      return compression === 'av1' ? 'avif' : compression === 'hevc' ? 'heic' : undefined;
    default:
      return undefined;
  }
}

/**
 * Whether a file met in a folder is meant as a photo: by its name, or else by its first bytes, so that photos under a
 * wrong name are found and Thumbs.db, .DS_Store, notes and AppleDouble shadows (`._IMG.jpg`) are not.
 */
export async function looksLikePhoto(file: string): Promise<boolean> {
  const name = path.basename(file);
  if (name.startsWith('.')) return false;
  if (PHOTO_EXTENSIONS.has(path.extname(name).toLowerCase()) || isRawFile(name)) return true;
  return startsLikePhoto(await firstBytes(file));
}

const SIGNATURE_BYTES = 16;

async function firstBytes(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SIGNATURE_BYTES), { position: 0 });
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return Buffer.alloc(0);
  }
}

/** File signatures: JPEG SOI, PNG, GIF, RIFF…WEBP, TIFF in both byte orders, ISO-BMFF with an image brand. */
function startsLikePhoto(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG\r\n') ||
    text.startsWith('GIF8') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') ||
    text.startsWith('II*\0') ||
    text.startsWith('MM\0*') ||
    (text.slice(4, 8) === 'ftyp' && ['avif', 'avis', 'heic', 'heix', 'mif1'].includes(text.slice(8, 12)))
  );
}
