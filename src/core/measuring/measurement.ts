import type { PhotoPlace } from './picked-point';

/** What can be measured. */
export const MEASUREMENT_KINDS = ['distance', 'path', 'height', 'angle', 'area', 'box'] as const;
export type MeasurementKind = (typeof MEASUREMENT_KINDS)[number];

/**
 * How many places each takes. Height: the difference along up. Angle: at the second of three places. Box: one corner, then
 * the other ends of the three edges that meet there.
 */
export const PLACES_TAKEN: Readonly<Record<MeasurementKind, { readonly least: number; readonly most: number }>> = {
  distance: { least: 2, most: 2 },
  path: { least: 2, most: Infinity },
  height: { least: 2, most: 2 },
  angle: { least: 3, most: 3 },
  area: { least: 3, most: Infinity },
  box: { least: 4, most: 4 },
};

interface Named {
  readonly id: string;
  /** What the person calls it; empty until then. */
  readonly name: string;
}

type Pair = readonly [PhotoPlace, PhotoPlace];

/** Something measured, as places on the photo: they stay where another model, focal length or scale moves the points. */
export type Measurement = Named &
  (
    | { readonly kind: 'distance' | 'height'; readonly places: Pair }
    | { readonly kind: 'angle'; readonly places: readonly [...Pair, PhotoPlace] }
    | { readonly kind: 'box'; readonly places: readonly [...Pair, PhotoPlace, PhotoPlace] }
    | { readonly kind: 'path'; readonly places: readonly [...Pair, ...PhotoPlace[]] }
    | { readonly kind: 'area'; readonly places: readonly [...Pair, PhotoPlace, ...PhotoPlace[]] }
  );

/** What says which way is up: places on the ground, or the greatest plane there is. */
export type LevelChoice =
  { readonly kind: 'places'; readonly places: readonly PhotoPlace[] } | { readonly kind: 'found' };

/** Who knew the ground: a person who picked places on it, or Fathom, which found it. */
export const LEVEL_ORIGINS = ['person', 'automatic'] as const;
export type LevelOrigin = (typeof LEVEL_ORIGINS)[number];

/** See {@link LEVEL_ORIGINS}. */
export const LEVEL_ORIGIN_OF: Readonly<Record<LevelChoice['kind'], LevelOrigin>> = {
  places: 'person',
  found: 'automatic',
};

/** Everything measured in one photo. */
export interface Measurements {
  readonly list: readonly Measurement[];
  readonly level: LevelChoice | undefined;
}

export const NOTHING_MEASURED: Measurements = { list: [], level: undefined };

/** A measurement of so many places; undefined where the kind takes another number. */
export function measurementOf(
  { id, name }: Named,
  kind: MeasurementKind,
  places: readonly PhotoPlace[],
): Measurement | undefined {
  const { least, most } = PLACES_TAKEN[kind];
  if (places.length < least || places.length > most) return undefined;
  return { id, name, kind, places } as unknown as Measurement;
}
