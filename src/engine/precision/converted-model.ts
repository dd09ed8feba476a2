import type { Calibration } from '../../core/onnx/convert/place-islands';
import type { Islands } from '../../core/precision/islands';
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
  /** Whether {@link fileFor} has a file of that precision to give, or can make one. */
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

/** Takes the file as it is, for the precisions it can run in. */
export const filesAsTheyAre: ModelConverter = {
  offers: ({ descriptor }, precision) => descriptor.precisions.includes(precision === 'tf32' ? 'fp32' : precision),
  fileFor: (model, precision) => Promise.resolve(filesAsTheyAre.offers(model, precision) ? model.file : undefined),
  discard: () => Promise.resolve(),
};
