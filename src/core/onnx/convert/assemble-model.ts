import { create, toBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation as DataLocation,
  type TensorProto,
} from '../protobuf/onnx_pb';
import type { ConvertedGraph } from './convert-float32-graph';
import { allTensors, type TensorSource } from './graph-draft';
import { convertElements, floatTypeOf, inlineBytes } from './tensor-elements';
import { isInline, type ModelFiles, tensorBytes } from './tensor-stream';

/** ONNX asks for it, so that a weight can be mapped into memory where it stands. */
const ALIGNMENT_BYTES = 64;

/**
 * Gives a converted graph its weights: large ones in a file beside it, a few megabytes at a time. The graph's tensors are
 * changed: they are given their data, or told where they stand.
 *
 * @param weightsFile the name that the weights' file will have, in the graph's folder.
 * @yields the bytes of that file, each piece to be used before the next is asked for.
 * @returns the bytes of the graph's own file.
 */
export function* assembleModel(
  converted: ConvertedGraph,
  files: ModelFiles,
  weightsFile: string,
): Generator<Uint8Array, Uint8Array<ArrayBuffer>> {
  const { proto, sources } = converted;
  let offset = 0;
  for (const tensor of allTensors(proto)) {
    const source = sources.get(tensor)!;
    if (isInline(source)) {
      setInlineData(tensor, source);
      continue;
    }
    const padding = (ALIGNMENT_BYTES - (offset % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES;
    yield new Uint8Array(padding);
    offset += padding;
    let length = 0;
    for (const bytes of tensorBytes(source, tensor, files)) {
      yield bytes;
      length += bytes.byteLength;
    }
    tensor.dataLocation = DataLocation.EXTERNAL;
    tensor.externalData = Object.entries({ location: weightsFile, offset: String(offset), length: String(length) }).map(
      ([key, value]) => create(StringStringEntryProtoSchema, { key, value }),
    );
    offset += length;
  }
  return toBinary(ModelProtoSchema, proto);
}

function setInlineData(tensor: TensorProto, { tensor: stored }: TensorSource): void {
  const [from, to] = [floatTypeOf(stored), floatTypeOf(tensor)];
  if (from === undefined || to === undefined || from === to) return;
  const rawData = convertElements(inlineBytes(stored), from, to);
  Object.assign(tensor, { rawData, floatData: [], int32Data: [] });
}
