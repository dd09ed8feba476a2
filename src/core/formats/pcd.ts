import { strToU8 } from 'fflate';
import type { PointBatch, PointCloud } from '../cloud/point-batch';
import { countedBatches } from './counted-batches';
import type { EncodedBytes } from './encoded-bytes';
import type { PcdEncoding } from './format-options';
import { compressLzf, largestLzf } from './lzf';
import { encodeRecords } from './point-records';

/** One column of a PCD file. */
interface Field {
  readonly name: string;
  readonly bytes: 1 | 4;
  readonly type: 'F' | 'U';
  /** Writes the value of point `i` little-endian. */
  readonly write: (view: DataView, offset: number, batch: PointBatch, i: number) => void;
}

/** LZF looks back 8 KiB: larger blocks would not be smaller for it. */
const BLOCK_BYTES = 64 * 1024;

/** The file says its compressed length in 32 bits. */
const LARGEST_LENGTH = 2 ** 32 - 1;

/**
 * A point cloud as PCD 0.7, the format of the Point Cloud Library, little-endian.
 *
 * Fields: x y z; normal_x normal_y normal_z where the cloud has normals; rgb, three bytes in a float as that library
 * packs them; confidence; masked. `compressed` is the format's `binary_compressed`: column by column, LZF. Its length
 * stands before the data, so the points are asked for once more, and once more for each column: memory stays bounded.
 *
 * @throws Error where the batches are not what the cloud announced.
 * @throws RangeError where the compressed columns exceed the 4 GiB that the format can tell.
 */
export function* encodePcd(cloud: PointCloud, encoding: PcdEncoding): EncodedBytes {
  const fields = fieldsOf(cloud);
  // Readers take compressed nothing for damage.
  const compressed = encoding === 'compressed' && cloud.count > 0;
  yield strToU8(pcdHeader(cloud, fields, compressed ? 'binary_compressed' : 'binary'));
  if (compressed) yield* encodeColumns(cloud, fields);
  else yield* encodeRows(cloud, fields);
}

function fieldsOf({ hasNormals, hasConfidence, hasMaskReasons }: PointCloud): Field[] {
  const float = (name: string, valueOf: (batch: PointBatch, i: number) => number): Field => ({
    name,
    bytes: 4,
    type: 'F',
    write: (view, offset, batch, i) => view.setFloat32(offset, valueOf(batch, i), true),
  });
  return [
    float('x', ({ positions }, i) => positions[3 * i]!),
    float('y', ({ positions }, i) => positions[3 * i + 1]!),
    float('z', ({ positions }, i) => positions[3 * i + 2]!),
    ...(hasNormals
      ? [
          float('normal_x', ({ normals }, i) => normals![3 * i]!),
          float('normal_y', ({ normals }, i) => normals![3 * i + 1]!),
          float('normal_z', ({ normals }, i) => normals![3 * i + 2]!),
        ]
      : []),
    { name: 'rgb', bytes: 4, type: 'F', write: writePackedColour },
    ...(hasConfidence ? [float('confidence', ({ confidence }, i) => confidence![i]!)] : []),
    ...(hasMaskReasons ? [maskedField] : []),
  ];
}

const maskedField: Field = {
  name: 'masked',
  bytes: 1,
  type: 'U',
  write: (view, offset, { maskReasons }, i) => view.setUint8(offset, maskReasons![i]!),
};

function writePackedColour(view: DataView, offset: number, { colours }: PointBatch, i: number): void {
  view.setUint32(offset, (colours[3 * i]! << 16) | (colours[3 * i + 1]! << 8) | colours[3 * i + 2]!, true);
}

function pcdHeader({ count }: PointCloud, fields: readonly Field[], data: string): string {
  const lines = [
    '# .PCD v0.7 - Point Cloud Data file format',
    'VERSION 0.7',
    `FIELDS ${fields.map(({ name }) => name).join(' ')}`,
    `SIZE ${fields.map(({ bytes }) => bytes).join(' ')}`,
    `TYPE ${fields.map(({ type }) => type).join(' ')}`,
    `COUNT ${fields.map(() => 1).join(' ')}`,
    `WIDTH ${count}`,
    'HEIGHT 1',
    'VIEWPOINT 0 0 0 1 0 0 0',
    `POINTS ${count}`,
    `DATA ${data}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function encodeRows(cloud: PointCloud, fields: readonly Field[]): EncodedBytes {
  const recordBytes = sumOf(fields.map(({ bytes }) => bytes));
  return encodeRecords(cloud, recordBytes, (view, start, batch, from, to) => {
    // Column by column: one writer at a time is what V8 makes fast.
    let column = start;
    for (const { bytes, write } of fields) {
      for (let i = from, offset = column; i < to; i++, offset += recordBytes) write(view, offset, batch, i);
      column += bytes;
    }
  });
}

function* encodeColumns(cloud: PointCloud, fields: readonly Field[]): EncodedBytes {
  const compressedBytes = countCompressed(cloud, fields);
  const lengths = new DataView(new ArrayBuffer(8));
  lengths.setUint32(0, compressedBytes, true);
  lengths.setUint32(4, cloud.count * sumOf(fields.map(({ bytes }) => bytes)), true);
  yield new Uint8Array(lengths.buffer);
  for (const field of fields) {
    const column = new ColumnCompressor(field);
    for (const batch of countedBatches(cloud)) yield* column.add(batch);
    yield* column.end();
  }
}

/** The length of all compressed columns together. */
function countCompressed(cloud: PointCloud, fields: readonly Field[]): number {
  const columns = fields.map((field) => new ColumnCompressor(field));
  let total = 0;
  for (const batch of countedBatches(cloud)) {
    for (const column of columns) for (const block of column.add(batch)) total += block.length;
  }
  for (const column of columns) for (const block of column.end()) total += block.length;
  if (total > LARGEST_LENGTH) throw new RangeError('The cloud is too large for a compressed PCD file.');
  return total;
}

/** Compresses one column, a block at a time; every block yielded is overwritten by the next. */
class ColumnCompressor {
  readonly #field: Field;
  readonly #block = new Uint8Array(BLOCK_BYTES);
  readonly #view = new DataView(this.#block.buffer);
  readonly #compressed = new Uint8Array(largestLzf(BLOCK_BYTES));
  #filled = 0;

  constructor(field: Field) {
    this.#field = field;
  }

  *add(batch: PointBatch): EncodedBytes {
    const { bytes, write } = this.#field;
    for (let i = 0; i < batch.count; i++) {
      write(this.#view, this.#filled, batch, i);
      this.#filled += bytes;
      if (this.#filled === BLOCK_BYTES) yield this.#take();
    }
  }

  *end(): EncodedBytes {
    if (this.#filled > 0) yield this.#take();
  }

  #take(): Uint8Array {
    const length = compressLzf(this.#block.subarray(0, this.#filled), this.#compressed);
    this.#filled = 0;
    return this.#compressed.subarray(0, length);
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
