import * as z from 'zod';
import type { LevelChoice } from '../core/measuring/measurement';

/** More would say nothing more of the ground. */
const MOST_PLACES = 1000;

/** The core's `LevelChoice`. */
export const levelChoiceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('places'),
    places: z
      .array(z.object({ xPx: z.number(), yPx: z.number() }))
      .min(3)
      .max(MOST_PLACES)
      .readonly(),
  }),
  z.object({ kind: z.literal('found') }),
]) satisfies z.ZodType<LevelChoice>;

/**
 * Whether files are made level. `none`: as the camera saw it. `chosen`: where a person chose a ground. `auto`: by the ground
 * that is found, where nobody chose one.
 */
export const LEVEL_POLICIES = ['none', 'chosen', 'auto'] as const;
export type LevelPolicy = (typeof LEVEL_POLICIES)[number];

/** What says which way is up in a photo's files; undefined where they stay as the camera saw it. */
export function levelChoiceFor(
  { level, levels }: { readonly level: LevelPolicy; readonly levels: Readonly<Record<string, LevelChoice>> },
  path: string,
): LevelChoice | undefined {
  if (level === 'none') return undefined;
  return levels[path] ?? (level === 'auto' ? { kind: 'found' } : undefined);
}
