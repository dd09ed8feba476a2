import { UNITS_PER_METRE, type LengthUnit } from '../cloud/length-unit';
import type { Dimension, Quantity } from './measured-quantities';
import type { Measurement } from './measurement';
import type { PickedPoint } from './picked-point';

/** A measurement with its points and numbers; those are undefined where the depth there is masked. */
export interface MeasuredItem {
  readonly measurement: Measurement;
  readonly points: readonly (PickedPoint | undefined)[];
  readonly quantities: readonly Quantity[] | undefined;
}

/** All measurements of a photo, and what their numbers rest on. */
export interface MeasurementsReport {
  readonly photo: string;
  readonly modelId: string;
  readonly focalPx: number;
  readonly focalOrigin: string;
  readonly scaleFactor: number;
  readonly unit: LengthUnit;
  readonly items: readonly MeasuredItem[];
}

const UNIT_POWER: Readonly<Record<Dimension, number>> = { length: 1, area: 2, volume: 3, angle: 0 };

/** A number in the unit that lengths are shown in; degrees stay degrees. */
export function inUnit(value: number, dimension: Dimension, unit: LengthUnit): number {
  return value * UNITS_PER_METRE[unit] ** UNIT_POWER[dimension];
}

/** `m`, `m2`, `m3` or `deg`. */
export function unitSymbol(dimension: Dimension, unit: LengthUnit): string {
  const power = UNIT_POWER[dimension];
  return power === 0 ? 'deg' : power === 1 ? unit : `${unit}${String(power)}`;
}

/** The report as indented JSON: numbers in metres, whatever is shown; places in pixels of the photo. */
export function measurementsJson({ items, unit, ...about }: MeasurementsReport): string {
  const content = {
    version: 1,
    note: 'estimates; plusMinus is one standard deviation; metres, camera frame x right, y down, z forward',
    ...about,
    measurements: items.map(({ measurement: { name, kind, places }, points, quantities }) => ({
      name,
      kind,
      places,
      points: points.map((point) => point?.position ?? null),
      quantities: quantities ?? null,
    })),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The report as CSV (RFC 4180), a line for each number, in the unit shown. */
export function measurementsCsv({ items, unit }: MeasurementsReport): string {
  const lines = items.flatMap(({ measurement, quantities }) =>
    (quantities ?? []).map(({ dimension, value, plusMinus }) => [
      measurement.name,
      measurement.kind,
      dimension,
      String(inUnit(value, dimension, unit)),
      String(inUnit(plusMinus, dimension, unit)),
      unitSymbol(dimension, unit),
    ]),
  );
  return [['name', 'kind', 'quantity', 'value', 'plus_minus_estimate', 'unit'], ...lines]
    .map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
    .join('');
}

/** A name that begins like a formula gets an apostrophe first, so that no spreadsheet runs it. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
