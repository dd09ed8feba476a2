import type { Trial, TrialRequest } from '../../contract/import-model';
import { modelChoiceSchema } from '../../contract/estimate';
import type { DepthMap } from '../../core/depth/depth-map';
import type { EngineState } from '../engine-state';
import { estimateDepth } from '../estimate-depth';
import { FailureError } from '../failure-error';

/**
 * Runs a model on a photo, all the way to metres.
 *
 * @throws FailureError as {@link estimateDepth}; `ModelFailed` where no depth at all is within the model's range.
 */
export async function tryModel(engine: EngineState, { model, photo, runs }: TrialRequest): Promise<Trial> {
  const request = modelChoiceSchema.parse({ model });
  const started = performance.now();
  const { depth, ms } = await estimateDepth(engine, photo, request);
  const totalMs = performance.now() - started;
  const [nearestMetres, farthestMetres] = rangeOf(depth);
  if (nearestMetres > farthestMetres) {
    throw new FailureError(
      'ModelFailed',
      `${model} gives no depth that could be metres`,
      'Its camera rule, normalisation or size may be others than those named.',
    );
  }
  const laterMs: number[] = [];
  while (laterMs.length < runs - 1) laterMs.push((await estimateDepth(engine, photo, request)).ms.infer);
  // KiB on every system.
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  return {
    inferMs: laterMs.length === 0 ? ms.infer : median(laterMs),
    totalMs,
    peakMemoryBytes,
    nearestMetres,
    farthestMetres,
  };
}

/** The least and greatest depth that counts; the wrong way round where none does. */
function rangeOf({ depthMetres, mask }: DepthMap): [number, number] {
  let [nearest, farthest] = [Infinity, -Infinity];
  for (let i = 0; i < depthMetres.length; i++) {
    if (mask[i] !== 0) continue;
    nearest = Math.min(nearest, depthMetres[i]!);
    farthest = Math.max(farthest, depthMetres[i]!);
  }
  return [nearest, farthest];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
