import type { Islands } from '../../precision/islands';
import { faultAsValue, type OnnxFault } from '../onnx-fault';
import type { ModelProto, TensorProto } from '../protobuf/onnx_pb';
import type { OnnxModel } from '../read-model';
import { factsOf } from './graph-facts';
import { draftOf, type GraphDraft, type TensorSource } from './graph-draft';
import type { HalfType } from './half-float';
import { lowerFloats } from './lower-floats';
import { type Calibration, type IslandRow, islandRows, placeIslands } from './place-islands';
import { takesAnyType } from './type-support';
import { widenFloat16 } from './widen-float16';

/** A model's graph in another precision. Its weights are still those of the file, to be converted one by one. */
export interface ConvertedGraph {
  readonly kind: 'converted';
  /** The data of its tensors do not fit their types yet: see {@link sources}. */
  readonly proto: ModelProto;
  /** For each tensor of `proto` the one of the file that its data are to be made of. */
  readonly sources: ReadonlyMap<TensorProto, TensorSource>;
  /** What stays float32 of a graph in half precision, and why. */
  readonly islands: readonly IslandRow[];
  /** How many nodes compute in half precision; 0 where the conversion brought nothing. */
  readonly halfNodes: number;
}

export interface Conversion {
  readonly dtype: HalfType;
  readonly islands: Islands;
  /** The greatest magnitude among a tensor's data. */
  readonly magnitudeOf: (source: TensorSource) => number;
  readonly calibration?: Calibration | undefined;
  /** Names of nodes that stay float32 besides. */
  readonly float32Nodes?: readonly string[] | undefined;
}

/**
 * A graph that computes in float16 or bfloat16 but for its islands, its inputs and outputs float32. A file in float16 is
 * first made float32, so that both kinds of file get the same islands; weights that end where they began are not rounded.
 *
 * Branches and loops stay float32 and so do calls of functions, bodies and all.
 *
 * @returns a new graph, the model given unchanged; or why the file cannot be converted.
 */
export function convertFloat32Graph(model: OnnxModel, conversion: Conversion): ConvertedGraph | OnnxFault {
  return faultAsValue(() => {
    const { dtype, islands, magnitudeOf, calibration, float32Nodes } = conversion;
    const draft = draftOf(model);
    widenFloat16(draft);
    const { graph, opset, sources } = draft;
    const facts = factsOf(graph, opset);
    const means = {
      type: dtype,
      islands,
      calibration,
      float32Nodes,
      magnitudeOf: remembered(draft, magnitudeOf),
    };
    const placed = placeIslands(graph.node, facts, means);
    const halfNodes = graph.node.filter(
      (node) => !placed.has(node) && !takesAnyType(node) && facts.floatInputs(node).length > 0,
    ).length;
    lowerFloats(graph, facts, placed, dtype);
    return { kind: 'converted', proto: draft.proto, sources, islands: islandRows(placed), halfNodes };
  });
}

/** A graph whose float16 has become float32, inputs and outputs too: for what computes no float16. Exact. */
export function convertFloat16Graph(model: OnnxModel): ConvertedGraph | OnnxFault {
  return faultAsValue(() => {
    const draft = draftOf(model);
    widenFloat16(draft);
    return { kind: 'converted', proto: draft.proto, sources: draft.sources, islands: [], halfNodes: 0 };
  });
}

/** Gigabytes of weights are read once, whatever asks for them. */
function remembered({ sources }: GraphDraft, magnitudeOf: Conversion['magnitudeOf']): (tensor: TensorProto) => number {
  const known = new Map<TensorProto, number>();
  return (tensor) => {
    const magnitude = known.get(tensor) ?? magnitudeOf(sources.get(tensor)!);
    known.set(tensor, magnitude);
    return magnitude;
  };
}
