import type { ImageSize } from '../../../core/camera/intrinsics';
import type { ByteFile } from './byte-file';

/** More than any preview has: it is read whole. */
const MOST_BYTES = 256 * 1024 * 1024;

/** More segments than any camera writes before the frame. */
const MOST_SEGMENTS = 64;

/** ITU-T T.81, table B.1. */
const START_OF_IMAGE = 0xd8;
/** Sequential and progressive frames coded after Huffman; RAW data are often a lossless frame (0xc3), which is no picture. */
const PICTURE_FRAMES = [0xc0, 0xc1, 0xc2];
/** Other frames, and all that comes after the frame: none is a picture's header. */
const NO_PICTURE = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xd9, 0xda];

/** Where a JPEG lies in a file. */
export interface JpegPlace {
  readonly offset: number;
  readonly byteLength: number;
}

/**
 * The stored size of the JPEG at a place, by its frame header; undefined where no JPEG of 8 bits and ordinary coding
 * lies there.
 *
 * @throws RawFault where the place is not wholly within the file.
 */
export async function jpegFrameSize(file: ByteFile, { offset, byteLength }: JpegPlace): Promise<ImageSize | undefined> {
  const end = offset + byteLength;
  // Throws here where the file has been cut off behind the JPEG's start.
  await file.read(end, 0);
  if (byteLength > MOST_BYTES) return undefined;
  const start = await file.read(offset, Math.min(2, byteLength));
  if (start[0] !== 0xff || start[1] !== START_OF_IMAGE) return undefined;
  let at = offset + 2;
  for (let segments = 0; segments < MOST_SEGMENTS && at + 10 <= end; segments++) {
    const segment = await file.read(at, 10);
    const marker = segment[1]!;
    if (segment[0] !== 0xff || NO_PICTURE.includes(marker)) return undefined;
    if (PICTURE_FRAMES.includes(marker)) {
      const size = { heightPx: segment.readUInt16BE(5), widthPx: segment.readUInt16BE(7) };
      return segment[4] === 8 && size.widthPx > 0 && size.heightPx > 0 ? size : undefined;
    }
    at += 2 + segment.readUInt16BE(2);
  }
  return undefined;
}
