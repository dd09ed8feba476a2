import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type GraphProto, ModelProtoSchema } from '../protobuf/onnx_pb';
import { padConvChannels } from './pad-conv-channels';

/** Counts changes to any cure: graphs cured before are then made again. */
export const CURES_VERSION = 1;

interface Cured {
  readonly graph: GraphProto;
  /** Names of the nodes that were changed. */
  readonly cured: readonly string[];
}

/** What is known to come out wrong on a provider, and the rewrite of a graph that avoids it. */
const CURES: Readonly<Record<string, (graph: GraphProto, opset: number) => Cured>> = {
  webgpu: padConvChannels,
};

/** Whether anything is known that a provider would get wrong. */
export const hasCures = (provider: string): boolean => CURES[provider] !== undefined;

/**
 * A model, rewritten so that a provider computes it right. Weights outside the file stay where they are.
 *
 * @param bytes a whole ONNX file.
 * @returns the file to run instead; undefined where the provider is not known to get anything in it wrong.
 * @throws Error where the bytes are no ONNX model.
 */
export function cureForProvider(provider: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const model = fromBinary(ModelProtoSchema, bytes);
  const opset = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0n;
  const result = model.graph && CURES[provider]?.(model.graph, Number(opset));
  if (!result || result.cured.length === 0) return undefined;
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { ...model, graph: result.graph }));
}
