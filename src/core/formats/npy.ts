import type { DepthRows } from '../depth/depth-rows';
import type { EncodedBytes } from './encoded-bytes';
import { encodeKeptDepth } from './kept-depth';
import { npyHeader } from './npy-header';

/** Depth as a NumPy array (.npy format 1.0): float32 of shape (height, width), planar z in metres, 0 where masked. */
export function* encodeNpy(rows: DepthRows): EncodedBytes {
  yield npyHeader('<f4', [rows.size.heightPx, rows.size.widthPx]);
  yield* encodeKeptDepth(rows);
}
