/** Units of length that a cloud can be written in. Inside Fathom everything is metres. */
export const LENGTH_UNITS = ['m', 'cm', 'mm', 'ft'] as const;
export type LengthUnit = (typeof LENGTH_UNITS)[number];

/** The international foot is 0.3048 m. */
export const UNITS_PER_METRE: Readonly<Record<LengthUnit, number>> = { m: 1, cm: 100, mm: 1000, ft: 1 / 0.3048 };

/** For comments and sidecars. */
export const UNIT_NAMES = { m: 'metre', cm: 'centimetre', mm: 'millimetre', ft: 'foot' } as const satisfies Record<
  LengthUnit,
  string
>;
