import type { Trial } from '../../contract/import-model';
import { modelChoiceSchema } from '../../contract/estimate';
import type { DepthMap } from '../../core/depth/depth-map';
import { estimateDepth, type EngineState } from '../estimate-depth';
import { FailureError } from '../failure-error';

/**
 * Runs a model once on a photo, all the way to metres.
 *
 * @throws FailureError as {@link estimateDepth}; `ModelFailed` where no depth at all is within the model's range.
 */
export async function tryModel(
  engine: EngineState,
  { model, photo }: { readonly model: string; readonly photo: string },
): Promise<Trial> {
  const started = performance.now();
  const { depth, ms } = await estimateDepth(engine, photo, modelChoiceSchema.parse({ model }));
  const totalMs = performance.now() - started;
  const [nearestMetres, farthestMetres] = rangeOf(depth);
  if (nearestMetres > farthestMetres) {
    throw new FailureError(
      'ModelFailed',
      `${model} gives no depth that could be metres`,
      'Its camera rule, normalisation or size may be others than those named.',
    );
  }
  // KiB on every system.
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  return { inferMs: ms.infer, totalMs, peakMemoryBytes, nearestMetres, farthestMetres };
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
