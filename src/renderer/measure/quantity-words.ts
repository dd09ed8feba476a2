import type { TFunction } from 'i18next';
import type { LengthUnit } from '../../core/cloud/length-unit';
import type { Quantity } from '../../core/measuring/measured-quantities';
import { inUnit } from '../../core/measuring/measurements-report';

const DIGITS = 4;
const PLUS_MINUS_DIGITS = 2;

/** A number with its unit: `1.234 m`. */
export function quantityWords(t: TFunction, { dimension, value }: Quantity, unit: LengthUnit): string {
  return t(`measure.with.${dimension}`, { value: rounded(inUnit(value, dimension, unit), DIGITS), unit });
}

/** Its ±, with the unit too. */
export function plusMinusWords(t: TFunction, { dimension, plusMinus }: Quantity, unit: LengthUnit): string {
  const value = rounded(inUnit(plusMinus, dimension, unit), PLUS_MINUS_DIGITS);
  return t('measure.plusMinus', { value: t(`measure.with.${dimension}`, { value, unit }) });
}

function rounded(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
