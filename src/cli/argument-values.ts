/** A command line that makes no sense; its message says what to type instead. */
export class UsageError extends Error {}

/** The one of the allowed values that was typed. */
export function oneOf<Value extends string>(option: string, text: string, allowed: readonly Value[]): Value {
  const value = allowed.find((name) => name === text);
  if (value === undefined) throw new UsageError(`${option} takes ${allowed.join(', ')}, not "${text}"`);
  return value;
}

/** A number within a range; `range` says which, in words. */
export function number(option: string, text: string, fits: (n: number) => boolean, range: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || !fits(value)) throw new UsageError(`${option} takes ${range}, not "${text}"`);
  return value;
}

/** A number above 0. */
export const positive = (option: string, text: string): number =>
  number(option, text, (n) => n > 0, 'a number above 0');

/** A number, where one was typed. */
export function optionalNumber(
  option: string,
  text: string | undefined,
  fits: (n: number) => boolean,
  range: string,
): number | undefined {
  return text === undefined ? undefined : number(option, text, fits, range);
}

/** A whole number from 1 to `most`, where one was typed. */
export function optionalCount(
  option: string,
  text: string | undefined,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const range =
    most === Number.MAX_SAFE_INTEGER ? 'a whole number above 0' : `a whole number from 1 to ${String(most)}`;
  return optionalNumber(option, text, (n) => Number.isInteger(n) && n > 0 && n <= most, range);
}
