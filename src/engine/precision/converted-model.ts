import type { Calibration } from '../../core/onnx/convert/place-islands';
import type { Islands } from '../../core/precision/islands';
import { variantIn } from '../../core/models/descriptor';
import type { Precision } from '../../core/precision/precision';
import type { VerifiedModel } from '../inference/verified-model';

/** What of a graph that is converted to half precision stays float32. */
export interface Placement {
  readonly islands: Islands;
  /** What was seen of the model at the size that will run; undefined where nothing was. */
  readonly calibration?: Calibration | undefined;
  /** Names of nodes that stay float32 besides. */
  readonly float32Nodes?: readonly string[] | undefined;
}

/** Where the graph of a model in another precision comes from: the one seam to the converter of graphs. */
export interface ModelConverter {
  /** Whether there is a file of that precision, or one can be made: {@link fileFor} tells whether it is whole. */
  offers(model: VerifiedModel, precision: Precision): boolean;
  /**
   * The graph to open for a precision, its inputs and outputs float32; undefined where there is none.
   *
   * @throws FailureError where a graph cannot be made.
   */
  fileFor(
    model: VerifiedModel,
    precision: Precision,
    provider: string,
    placement?: Placement,
  ): Promise<string | undefined>;
  /** Removes a graph that was made and is of no use, with all that lies beside it on its behalf. */
  discard(model: VerifiedModel, precision: Precision, placement: Placement): Promise<void>;
}

/** Takes the files as they are: the model's own for the precisions it can run in, and those of its variants. */
export const filesAsTheyAre: ModelConverter = {
  offers: ({ descriptor }, precision) =>
    descriptor.precisions.includes(precision === 'tf32' ? 'fp32' : precision) ||
    variantIn(descriptor, precision) !== undefined,
  fileFor: async (model, precision) => {
    const variant = await model.variant(precision);
    if (variant) return variant.kind === 'whole' ? variant.file : undefined;
    return filesAsTheyAre.offers(model, precision) ? model.file : undefined;
  },
  discard: () => Promise.resolve(),
};
