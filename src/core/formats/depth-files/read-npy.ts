import { strFromU8 } from 'fflate';
import { DepthFault, depthSize, halfToNumber, type DepthImage } from './depth-image';

const MAGIC = '\x93NUMPY';

/** How each type of number is read, by NumPy's name without its byte order. */
const NUMBER_TYPES: Readonly<Record<string, { bytes: number; isWhole: boolean; read: ReadNumber }>> = {
  f2: { bytes: 2, isWhole: false, read: (view, at, little) => halfToNumber(view.getUint16(at, little)) },
  f4: { bytes: 4, isWhole: false, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, isWhole: false, read: (view, at, little) => view.getFloat64(at, little) },
  u2: { bytes: 2, isWhole: true, read: (view, at, little) => view.getUint16(at, little) },
  u4: { bytes: 4, isWhole: true, read: (view, at, little) => view.getUint32(at, little) },
  i4: { bytes: 4, isWhole: true, read: (view, at, little) => view.getInt32(at, little) },
};

type ReadNumber = (view: DataView, at: number, isLittleEndian: boolean) => number;

/**
 * Depth from a NumPy file (numpy.lib.format, versions 1 to 3): [h,w], or with axes of length 1 beside, of any type of
 * floating-point number or of 16 or 32-bit whole numbers, in either byte and index order.
 *
 * @throws DepthFault
 */
export function readNpy(bytes: Uint8Array): DepthImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { literal, start } = readHeader(bytes, view);
  const type = /'descr':\s*'(?<order>[<>|=])(?<name>\w+)'/.exec(literal)?.groups;
  const shape = /'shape':\s*\((?<lengths>[\d\s,]*)\)/.exec(literal)?.groups?.['lengths'];
  if (type === undefined || shape === undefined) throw new DepthFault('is no array of plain numbers');
  const numbers = NUMBER_TYPES[type['name']!];
  if (numbers === undefined) throw new DepthFault(`holds numbers of type ${type['name']!}, which no depth map has`);
  const lengths = shape
    .split(',')
    .map((length) => length.trim())
    .filter((length) => length !== '')
    .map(Number);
  const [heightPx, widthPx, ...more] = lengths.length === 2 ? lengths : lengths.filter((length) => length !== 1);
  if (heightPx === undefined || widthPx === undefined || more.length > 0) {
    throw new DepthFault(`has the shape (${lengths.join(', ')}), not [height, width]`);
  }
  const size = depthSize(widthPx, heightPx);
  if (bytes.length < start + widthPx * heightPx * numbers.bytes) throw new DepthFault('is cut off');
  const isLittleEndian = type['order'] !== '>';
  const isColumnsFirst = /'fortran_order':\s*True/.test(literal);
  const values = new Float32Array(widthPx * heightPx);
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) {
      const from = isColumnsFirst ? x * heightPx + y : i;
      values[i] = numbers.read(view, start + from * numbers.bytes, isLittleEndian);
    }
  }
  return { size, values, isWhole: numbers.isWhole };
}

function readHeader(bytes: Uint8Array, view: DataView): { literal: string; start: number } {
  const isNpy = bytes.length > 12 && strFromU8(bytes.subarray(0, MAGIC.length), true) === MAGIC;
  if (!isNpy) throw new DepthFault('is no NumPy file');
  const [lengthAt, start] = bytes[6] === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12];
  return { literal: strFromU8(bytes.subarray(start, start + lengthAt), true), start: start + lengthAt };
}
