import { strToU8 } from 'fflate';
import type { DepthRows } from '../depth/depth-rows';
import type { EncodedBytes } from './encoded-bytes';
import { copyKeptDepth, encodeRowBytes, floatsOf } from './kept-depth';

/** Depth as a grey portable float map: float32, planar z in metres, 0 where masked, bottom row first as PFM has it. */
export function* encodePfm(rows: DepthRows): EncodedBytes {
  const { widthPx, heightPx } = rows.size;
  // A scale below 0 says that the values are little-endian.
  yield strToU8(`Pf\n${widthPx} ${heightPx}\n-1.0\n`);
  yield* encodeRowBytes(rows, 4, (y, into) => copyKeptDepth(rows, heightPx - 1 - y, floatsOf(into)));
}
