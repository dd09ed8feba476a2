import type { ImageSize } from '../../../core/camera/intrinsics';

const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
const BYTES_PER_PIXEL = 4;

/** TIFF 6.0, section 2: field types. */
const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

/**
 * An uncompressed TIFF file of 8-bit RGBA, its pixels still to be filled in: the plainest file that carries a colour
 * profile, which bare pixels cannot. Alpha is not multiplied in.
 *
 * @returns the file, and the part of it that holds the pixels, [h,w,4].
 */
export function rgbaTiff(
  { widthPx, heightPx }: ImageSize,
  icc: Uint8Array | undefined,
): { tiff: Uint8Array<ArrayBuffer>; rgba: Uint8Array<ArrayBuffer> } {
  const entryCount = icc ? 12 : 11;
  const bitsAt = HEADER_BYTES + 2 + ENTRY_BYTES * entryCount + 4;
  const iccAt = bitsAt + 2 * BYTES_PER_PIXEL;
  const pixelsAt = iccAt + (icc ? icc.length + (icc.length % 2) : 0);
  const pixelBytes = BYTES_PER_PIXEL * widthPx * heightPx;
  const entries = [
    [256, LONG, 1, widthPx],
    [257, LONG, 1, heightPx],
    [258, SHORT, BYTES_PER_PIXEL, bitsAt],
    [259, SHORT, 1, 1], // not compressed
    [262, SHORT, 1, 2], // RGB
    [273, LONG, 1, pixelsAt],
    [277, SHORT, 1, BYTES_PER_PIXEL],
    [278, LONG, 1, heightPx],
    [279, LONG, 1, pixelBytes],
    [284, SHORT, 1, 1], // interleaved
    [338, SHORT, 1, 2], // alpha, not multiplied in
    ...(icc ? [[34675, UNDEFINED, icc.length, iccAt]] : []),
  ];
  const tiff = new Uint8Array(pixelsAt + pixelBytes);
  const view = new DataView(tiff.buffer);
  tiff.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, HEADER_BYTES, true);
  view.setUint16(HEADER_BYTES, entryCount, true);
  for (const [i, [tag, type, count, value]] of (entries as [number, number, number, number][]).entries()) {
    const at = HEADER_BYTES + 2 + ENTRY_BYTES * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    view.setUint32(at + 8, value, true);
  }
  for (let i = 0; i < BYTES_PER_PIXEL; i++) view.setUint16(bitsAt + 2 * i, 8, true);
  if (icc) tiff.set(icc, iccAt);
  return { tiff, rgba: tiff.subarray(pixelsAt) };
}
