import { Zip, ZipPassThrough } from 'fflate';
import type { Intrinsics } from '../camera/intrinsics';
import type { DepthRows } from '../depth/depth-rows';
import type { EncodedBytes } from './encoded-bytes';
import { encodeRowBytes, floatsOf } from './kept-depth';
import { encodeNpy } from './npy';
import { npyHeader } from './npy-header';

/** Zip's own beginning of time: files of the same depth are the same to the byte. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * Everything that is known of each pixel as a NumPy archive (.npz, as numpy.savez makes it, not compressed):
 *
 * - `depth` float32 [h,w], planar z in metres, 0 where masked
 * - `mask` uint8 [h,w], `MaskReason` bits, 0 where the pixel counts
 * - `intrinsics` float64 [3,3], in pixels, the centre of the first pixel at (0.5, 0.5)
 * - `normals` float32 [h,w,3], OpenCV camera frame, where there are any
 * - `confidence` float32 [h,w], 0 to 1, where there is any
 *
 * Rows are asked for once for each array.
 */
export function* encodeNpz(rows: DepthRows): EncodedBytes {
  const zipped: Uint8Array[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    zipped.push(data);
  });
  for (const [name, chunks] of arraysOf(rows)) {
    const file = new ZipPassThrough(`${name}.npy`);
    file.mtime = NO_TIME;
    zip.add(file);
    for (const chunk of chunks) {
      file.push(chunk);
      yield* zipped.splice(0);
    }
    file.push(new Uint8Array(0), true);
    yield* zipped.splice(0);
  }
  zip.end();
  yield* zipped;
}

function* arraysOf(rows: DepthRows): Generator<[name: string, chunks: Iterable<Uint8Array>]> {
  const { widthPx, heightPx } = rows.size;
  yield ['depth', encodeNpy(rows)];
  yield ['mask', withHeader(npyHeader('|u1', [heightPx, widthPx]), maskOf(rows))];
  yield ['intrinsics', [npyHeader('<f8', [3, 3]), cameraMatrix(rows.intrinsics)]];
  if (rows.hasNormals) yield ['normals', withHeader(npyHeader('<f4', [heightPx, widthPx, 3]), normalsOf(rows))];
  if (rows.hasConfidence) yield ['confidence', withHeader(npyHeader('<f4', [heightPx, widthPx]), confidenceOf(rows))];
}

function* withHeader(header: Uint8Array, values: Iterable<Uint8Array>): EncodedBytes {
  yield header;
  yield* values;
}

function maskOf(rows: DepthRows): EncodedBytes {
  return encodeRowBytes(rows, 1, (y, into) => into.set(rows.row(y).mask));
}

function normalsOf(rows: DepthRows): EncodedBytes {
  return encodeRowBytes(rows, 12, (y, into) => floatsOf(into).set(rows.row(y).normals!));
}

function confidenceOf(rows: DepthRows): EncodedBytes {
  return encodeRowBytes(rows, 4, (y, into) => floatsOf(into).set(rows.row(y).confidence!));
}

function cameraMatrix({ fxPx, fyPx, cxPx, cyPx }: Intrinsics): Uint8Array {
  return new Uint8Array(Float64Array.of(fxPx, 0, cxPx, 0, fyPx, cyPx, 0, 0, 1).buffer);
}
