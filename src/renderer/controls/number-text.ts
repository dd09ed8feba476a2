/** A number above 0 as people write it, with a point or a comma; undefined for any other text. */
export function parsePositive(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (!/^\d*\.?\d+$|^\d+\.$/.test(trimmed)) return undefined;
  const number = Number(trimmed);
  return number > 0 && Number.isFinite(number) ? number : undefined;
}

/** A number that may be 0 or less, as people write it: with a hyphen or a minus sign. */
export function parseSigned(text: string): number | undefined {
  const [, sign, digits] = /^([-−+]?)(.*)$/.exec(text.trim())!;
  if (/^(0+[.,]?0*|[.,]0+)$/.test(digits!)) return 0;
  const size = parsePositive(digits!);
  return size === undefined || sign === '' || sign === '+' ? size : -size;
}

/** A number with at most so many digits behind the point. */
export function formatDigits(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
