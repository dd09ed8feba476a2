import { strFromU8 } from 'fflate';
import { DepthFault, depthSize, type DepthImage } from './depth-image';

/** The header is short; what follows are any bytes. */
const LONGEST_HEADER = 256;

/**
 * Depth from a grey portable float map, whose rows go from the bottom up. A negative scale says that the numbers are
 * little-endian; its size is not looked at.
 *
 * @throws DepthFault
 */
export function readPfm(bytes: Uint8Array): DepthImage {
  const head = /^(?<kind>P[fF])\s+(?<width>\d+)\s+(?<height>\d+)\s+(?<scale>[-+.\deE]+)\s/.exec(
    strFromU8(bytes.subarray(0, LONGEST_HEADER), true),
  );
  if (head?.groups === undefined) throw new DepthFault('is no portable float map');
  if (head.groups['kind'] === 'PF') throw new DepthFault('holds colours, not depth');
  const size = depthSize(Number(head.groups['width']), Number(head.groups['height']));
  const { widthPx, heightPx } = size;
  const start = head[0].length;
  if (bytes.length < start + 4 * widthPx * heightPx) throw new DepthFault('is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const isLittleEndian = Number(head.groups['scale']) < 0;
  const values = new Float32Array(widthPx * heightPx);
  for (let y = 0, i = 0; y < heightPx; y++) {
    const row = (heightPx - 1 - y) * widthPx;
    for (let x = 0; x < widthPx; x++, i++) values[i] = view.getFloat32(4 * (row + x), isLittleEndian);
  }
  return { size, values, isWhole: false };
}
