/** 1, 10, … 10¹²: all exact as doubles, enough for nine significant digits from 0.0001 upwards. */
const POWERS_OF_TEN = Float64Array.from({ length: 13 }, (_, exponent) => 10 ** exponent);

/** The float32 that prints as 0.0001. */
const LEAST_SHORTEST = Math.fround(0.0001);

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

/** 00, 01, … 99. */
const DIGIT_PAIRS = Uint8Array.from(
  { length: 200 },
  (_, i) => ZERO + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10),
);

/** No number written here is longer. */
export const LONGEST_NUMBER_BYTES = 22;

/**
 * Writes the decimal with the fewest digits that reads back as the same float32 (0.1, where a double's digits would be
 * 0.10000000149011612). Beyond 0.0001 to 1 000 000, with the nine significant digits that always tell two float32
 * apart. Minus zero is written as 0.
 *
 * Straight to bytes, because turning millions of doubles into strings takes four times as long.
 *
 * @param value a float32
 * @returns the offset behind the number
 */
export function writeFloat32(bytes: Uint8Array, offset: number, value: number): number {
  const magnitude = Math.abs(value);
  const isUsualLength = magnitude >= LEAST_SHORTEST && magnitude < 1e6;
  if (!isUsualLength) return writeText(bytes, offset, `${Number(value.toPrecision(9))}`);
  const decimals = fewestDecimals(magnitude);
  const digits = Math.round(magnitude * POWERS_OF_TEN[decimals]!);
  const whole = Math.floor(digits / POWERS_OF_TEN[decimals]!);
  if (value < 0) bytes[offset++] = MINUS;
  offset = writeInteger(bytes, offset, whole);
  if (decimals === 0) return offset;
  bytes[offset++] = POINT;
  return writeDigits(bytes, offset, digits - whole * POWERS_OF_TEN[decimals]!, decimals);
}

/** Writes an integer from 0 to 2³¹ − 1. */
export function writeInteger(bytes: Uint8Array, offset: number, value: number): number {
  let count = 1;
  while (count < 10 && value >= POWERS_OF_TEN[count]!) count++;
  return writeDigits(bytes, offset, value, count);
}

// Between 0.0001 and 1 000 000 no decimal of up to nine digits lies so close to the middle of two float32 that
// dividing in double precision could round it to the other one.
function fewestDecimals(magnitude: number): number {
  let decimals = likelyDecimals(magnitude);
  // What reads back does so with more digits as well: they only come nearer.
  if (readsBackFrom(magnitude, decimals)) {
    while (decimals > 0 && readsBackFrom(magnitude, decimals - 1)) decimals--;
    return decimals;
  }
  do decimals++;
  while (decimals < 12 && !readsBackFrom(magnitude, decimals));
  return decimals;
}

/** Those of eight significant digits, which most float32 need. */
function likelyDecimals(magnitude: number): number {
  let decimals = 7;
  for (let bound = 10; magnitude >= bound; bound *= 10) decimals--;
  for (let bound = 1; magnitude < bound; bound /= 10) decimals++;
  return decimals;
}

function readsBackFrom(magnitude: number, decimals: number): boolean {
  const power = POWERS_OF_TEN[decimals]!;
  return Math.fround(Math.round(magnitude * power) / power) === magnitude;
}

function writeDigits(bytes: Uint8Array, offset: number, value: number, count: number): number {
  // At most 2³¹ − 1: V8 divides such integers by multiplying.
  let rest = value | 0;
  let i = offset + count - 1;
  for (; i > offset; i -= 2) {
    const hundredth = (rest / 100) | 0;
    const pair = 2 * (rest - 100 * hundredth);
    bytes[i - 1] = DIGIT_PAIRS[pair]!;
    bytes[i] = DIGIT_PAIRS[pair + 1]!;
    rest = hundredth;
  }
  if (i === offset) bytes[i] = ZERO + rest;
  return offset + count;
}

function writeText(bytes: Uint8Array, offset: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i);
  return offset + text.length;
}
