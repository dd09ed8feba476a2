import type { ByteSource } from '../byte-source';
import { quoted, refuse } from '../onnx-fault';
import { TensorProto_DataLocation as DataLocation, type TensorProto } from '../protobuf/onnx_pb';
import { checkTensor } from '../tensor-data';
import type { TensorSource } from './graph-draft';
import { convertElements, floatTypeOf, inlineBytes, largestMagnitude, requireFloatType } from './tensor-elements';

/** The files of a model: the graph's own, and those it names beside it. */
export interface ModelFiles {
  readonly graph: ByteSource;
  /** @param location as `externalReference` gives it. */
  readonly beside: (location: string) => ByteSource;
}

/** Enough for a disk to be read at its speed; a whole number of elements of every type. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** Whether a tensor's data stand in its message, not elsewhere. */
export const isInline = ({ tensor, payload }: TensorSource): boolean =>
  payload === undefined && tensor.dataLocation !== DataLocation.EXTERNAL;

/**
 * A tensor's raw data, a few megabytes at a time. Each piece is to be used before the next is asked for.
 *
 * @param target the tensor whose type the data are to have; where it is no float, its data come as they are.
 * Refuses with `TensorInvalid` what is written in a way that cannot be read piece by piece, with `Truncated` a file that ends early.
 */
export function* tensorBytes(source: TensorSource, target: TensorProto, files: ModelFiles): Generator<Uint8Array> {
  const [from, to] = [floatTypeOf(source.tensor), floatTypeOf(target)];
  for (const bytes of storedBytes(source, files)) {
    yield from === undefined || to === undefined ? bytes : convertElements(bytes, from, to);
  }
}

/** The greatest magnitude among the data of a tensor of floats. */
export function magnitudeOf(source: TensorSource, files: ModelFiles): number {
  const type = requireFloatType(source.tensor);
  let largest = 0;
  for (const bytes of storedBytes(source, files)) largest = Math.max(largest, largestMagnitude(bytes, type));
  return largest;
}

function* storedBytes({ tensor, payload }: TensorSource, files: ModelFiles): Generator<Uint8Array> {
  const { byteLength, external } = checkTensor(tensor, payload);
  if (external) yield* pieces(files.beside(external.location), external.offset, byteLength);
  else if (payload === undefined) yield inlineBytes(tensor);
  else if (payload.byteLength === byteLength && payload.field !== 'int32Data' && payload.field !== 'int64Data') {
    yield* pieces(files.graph, payload.offset, byteLength);
  } else {
    refuse('TensorInvalid', `Tensor ${quoted(tensor.name)} is written as a list of numbers of varying length.`);
  }
}

function* pieces(source: ByteSource, start: number, byteLength: number): Generator<Uint8Array> {
  if (start + byteLength > source.byteLength) refuse('Truncated', 'The file of the weights ends before they do.');
  for (let done = 0; done < byteLength; done += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, byteLength - done);
    const piece = source.read(start + done, length);
    if (piece.byteLength < length) refuse('Truncated', 'The file of the weights became shorter while it was read.');
    yield piece;
  }
}
