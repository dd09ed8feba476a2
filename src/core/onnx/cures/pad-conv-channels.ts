import { create } from '@bufbuild/protobuf';
import {
  type GraphProto,
  GraphProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
} from '../protobuf/onnx_pb';

/** From this version on, Pad takes its widths as an input. */
const FIRST_OPSET = 11;

export interface PaddedConvs {
  readonly graph: GraphProto;
  /** Names of the convolutions that got other inputs; none where the graph has nothing to cure, or is too old. */
  readonly cured: readonly string[];
}

/**
 * Works round a fault of ONNX Runtime's WebGPU provider (1.30): it reads channels in groups of three where a convolution
 * has a multiple of three of them that is none of four, more than three, and a multiple of four outputs, and then gives
 * wrong numbers without an error (microsoft/onnxruntime#29651). Metric3D's 3×3 convolutions over 102 channels come out 120 % off so,
 * its depth 54 % (docs/precision-gpu.md). With channels of zeros up to the next multiple of four they come out right.
 *
 * Only nodes are added: weights are padded in the graph as their inputs are, and folded by ONNX Runtime when it loads it.
 * Branches of If and bodies of loops are left as they are.
 *
 * @param opset version of the default operator set.
 */
export function padConvChannels(graph: GraphProto, opset: number): PaddedConvs {
  const weights = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const added = new Map<string, NodeProto>();
  const widths = new Map<number, TensorProto>();
  const cured: string[] = [];
  const node = graph.node.flatMap((conv) => {
    const missing = opset < FIRST_OPSET ? 0 : missingChannels(conv, weights.get(conv.input[1] ?? ''));
    if (missing === 0) return [conv];
    cured.push(conv.name);
    const width = widths.get(missing) ?? channelsAtTheEnd(missing);
    widths.set(missing, width);
    const [picture, weight, ...rest] = conv.input as [string, string, ...string[]];
    const pads = [picture, weight].filter((tensor) => !added.has(tensor));
    for (const tensor of pads) added.set(tensor, pad(tensor, width.name));
    const input = [paddedName(picture), paddedName(weight), ...rest];
    return [...pads.map((tensor) => added.get(tensor)!), create(NodeProtoSchema, { ...conv, input })];
  });
  if (cured.length === 0) return { graph, cured };
  const initializer = [...graph.initializer, ...widths.values()];
  return { graph: create(GraphProtoSchema, { ...graph, node, initializer }), cured };
}

/** How many channels a convolution lacks to be computed right; 0 for all that are. */
function missingChannels({ opType, domain, attribute }: NodeProto, weight: TensorProto | undefined): number {
  if (opType !== 'Conv' || domain !== '' || weight?.dims.length !== 4) return 0;
  const [outputs, channels, height, width] = weight.dims.map(Number) as [number, number, number, number];
  const groups = Number(attribute.find(({ name }) => name === 'group')?.i ?? 1n);
  // Those of a single pixel are computed as matrix products.
  const isGathered = groups === 1 && height * width > 1;
  const isReadByThrees = channels > 3 && channels % 3 === 0 && channels % 4 !== 0 && outputs % 4 === 0;
  return isGathered && isReadByThrees ? 4 - (channels % 4) : 0;
}

const paddedName = (tensor: string): string => `${tensor}__channels_padded`;

function pad(tensor: string, widths: string): NodeProto {
  const output = paddedName(tensor);
  return create(NodeProtoSchema, { name: output, opType: 'Pad', input: [tensor, widths], output: [output] });
}

/** What Pad is told: nothing before, `count` after, on the second axis of four. It is so in pictures and in weights. */
function channelsAtTheEnd(count: number): TensorProto {
  return create(TensorProtoSchema, {
    name: `pad_${String(count)}_channels`,
    dataType: DataType.INT64,
    dims: [8n],
    int64Data: [0n, 0n, 0n, 0n, 0n, BigInt(count), 0n, 0n],
  });
}
