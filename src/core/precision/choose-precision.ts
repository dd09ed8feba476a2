import type { ModelDescriptor } from '../models/descriptor';
import type { Precision, PrecisionChoice, PrecisionRequest } from './precision';

/** What a provider can compute in, best first, each with the reason it stands there. */
export interface PrecisionRung {
  readonly precision: Precision;
  readonly reason: string;
}

/**
 * Picks the first rung of a provider's ladder that the model has and the user allows.
 *
 * A request that cannot be met falls to the ladder's first possible rung and says so: nobody's batch stops over a dtype.
 *
 * @returns undefined where model and provider share no precision at all.
 */
export function choosePrecision(
  requested: PrecisionRequest,
  provider: { readonly label: string; readonly ladder: readonly PrecisionRung[] },
  model: Pick<ModelDescriptor, 'id' | 'precisions'>,
): PrecisionChoice | undefined {
  const possible = provider.ladder.filter(({ precision }) => model.precisions.includes(precision));
  const best = possible[0];
  if (!best) return undefined;
  if (requested === 'auto') return { requested, used: best.precision, reason: best.reason };
  const wanted = possible.find(({ precision }) => precision === requested);
  if (wanted) return { requested, used: requested, reason: `${requested} as asked` };
  const refusal = `${requested} is not possible with ${model.id} on ${provider.label}`;
  return { requested, used: best.precision, reason: `${refusal}: using ${best.precision}, ${best.reason}` };
}
