import { strToU8 } from 'fflate';
import type { EncodedBytes } from './encoded-bytes';

/** The JSON of a glTF asset, as far as it must be told apart here. */
export type GltfJson = Readonly<Record<string, unknown>>;

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BINARY_CHUNK = 0x004e4942;
const SPACE = 0x20;

/** The format says its length in 32 bits. */
const LARGEST_LENGTH = 2 ** 32 - 1;

/**
 * A glTF 2.0 asset and its one buffer as a GLB file.
 *
 * @param binaryBytes the length of all that `binary` yields, a multiple of 4; 0 leaves the chunk out.
 * @throws RangeError where the file would exceed the 4 GiB that the format can tell.
 */
export function* encodeGlb(json: GltfJson, binaryBytes: number, binary: Iterable<Uint8Array>): EncodedBytes {
  const text = strToU8(JSON.stringify(json));
  const textBytes = 4 * Math.ceil(text.length / 4);
  const fileBytes = 20 + textBytes + (binaryBytes > 0 ? 8 + binaryBytes : 0);
  if (fileBytes > LARGEST_LENGTH) throw new RangeError('Too much for a GLB file, which ends at 4 GiB.');
  const head = new Uint8Array(20 + textBytes).fill(SPACE, 20);
  writeIntegers(head, [MAGIC, 2, fileBytes, textBytes, JSON_CHUNK]);
  head.set(text, 20);
  yield head;
  if (binaryBytes === 0) return;
  const chunkHead = new Uint8Array(8);
  writeIntegers(chunkHead, [binaryBytes, BINARY_CHUNK]);
  yield chunkHead;
  yield* binary;
}

function writeIntegers(bytes: Uint8Array, values: readonly number[]): void {
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true);
}
