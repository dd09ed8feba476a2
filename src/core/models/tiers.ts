import * as z from 'zod';
import { mostAccurateOf } from './accuracy';
import { accuracyFigureSchema, type AccuracyFigure } from './descriptor';

/** What a person may ask for instead of a model by its name. */
export const TIERS = ['fast', 'balanced', 'best'] as const;
export type Tier = (typeof TIERS)[number];

/** Longer, and a person who looks at one photo after the other waits for each. */
export const BALANCED_LIMIT_MS = 3000;

/** Why a model is what it is; the figures are those to tell. */
export const tierReasonSchema = z.discriminatedUnion('kind', [
  /** No other is here. */
  z.object({ kind: z.literal('onlyOne') }),
  /** Takes the least time of those that were measured here and fit into memory. */
  z.object({ kind: z.literal('fastest'), msPerPhoto: z.number() }),
  /** The most accurate by published figures: of all, or of those within a time. `ahead`: of how many others, by shared benchmarks. */
  z.object({
    kind: z.literal('mostAccurate'),
    figure: accuracyFigureSchema,
    ahead: z.number(),
    withinMs: z.number().optional(),
  }),
  /** The fastest, since none with published figures stays within the time. */
  z.object({ kind: z.literal('noneBetterWithin'), withinMs: z.number() }),
]);
export type TierReason = z.infer<typeof tierReasonSchema>;

/** An installed model, as choosing sees it. */
export interface TierCandidate {
  readonly id: string;
  /** Published figures; none where nobody has published any. */
  readonly accuracy: readonly AccuracyFigure[];
  /** On this machine; undefined where it was not measured. */
  readonly msPerPhoto: number | undefined;
  /** Whether the memory that is free suffices for it. */
  readonly fits: boolean;
}

export interface TierChoice {
  readonly id: string;
  readonly reason: TierReason;
}

/**
 * Which of the installed models is the fast, the balanced and the best one here: by measured time, free memory and
 * published accuracy, never by name. Models that were not measured or do not fit take no part, unless there is but one;
 * a tier is left out where nothing can be said for any model.
 */
export function chooseTiers(models: readonly TierCandidate[]): Partial<Record<Tier, TierChoice>> {
  const [only, ...others] = models;
  if (only && others.length === 0) {
    const choice: TierChoice = { id: only.id, reason: { kind: 'onlyOne' } };
    return only.fits ? { fast: choice, balanced: choice, best: choice } : {};
  }
  const timed = models.flatMap(({ id, accuracy, msPerPhoto, fits }) =>
    fits && msPerPhoto !== undefined ? [{ id, accuracy, msPerPhoto }] : [],
  );
  const [fastest] = timed.toSorted((a, b) => a.msPerPhoto - b.msPerPhoto);
  if (!fastest) return {};
  const best = mostAccurateChoice(timed);
  return {
    fast: { id: fastest.id, reason: { kind: 'fastest', msPerPhoto: fastest.msPerPhoto } },
    balanced: mostAccurateChoice(timed, BALANCED_LIMIT_MS) ?? {
      id: fastest.id,
      reason: { kind: 'noneBetterWithin', withinMs: BALANCED_LIMIT_MS },
    },
    ...(best && { best }),
  };
}

interface TimedModel {
  readonly id: string;
  readonly accuracy: readonly AccuracyFigure[];
  readonly msPerPhoto: number;
}

function mostAccurateChoice(models: readonly TimedModel[], withinMs?: number): TierChoice | undefined {
  const winner = mostAccurateOf(models.filter(({ msPerPhoto }) => msPerPhoto <= (withinMs ?? Infinity)));
  if (!winner) return undefined;
  const { model, figure, ahead } = winner;
  return { id: model.id, reason: { kind: 'mostAccurate', figure, ahead, ...(withinMs !== undefined && { withinMs }) } };
}
