import type { Islands } from '../../core/precision/islands';
import type { Precision } from '../../core/precision/precision';
import type { VerifiedModel } from '../inference/verified-model';

/** Where the graph of a model in another precision comes from: the one seam to the converter of graphs. */
export interface ModelConverter {
  /** Whether {@link fileFor} has a file of that precision to give, or can make one. */
  offers(model: VerifiedModel, precision: Precision): boolean;
  /**
   * The graph to open for a precision, its inputs and outputs float32; undefined where there is none.
   *
   * @param islands what stays float32 where a graph is converted to half precision.
   * @throws FailureError where a graph cannot be made.
   */
  fileFor(model: VerifiedModel, precision: Precision, provider: string, islands?: Islands): Promise<string | undefined>;
}

/** Takes the file as it is, for the precisions it can run in. */
export const filesAsTheyAre: ModelConverter = {
  offers: ({ descriptor }, precision) => descriptor.precisions.includes(precision === 'tf32' ? 'fp32' : precision),
  fileFor: (model, precision) => Promise.resolve(filesAsTheyAre.offers(model, precision) ? model.file : undefined),
};
