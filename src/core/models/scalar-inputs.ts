import type { ScalarInput } from './descriptor';

const LEAST_TOKENS = 1200;
const MOST_TOKENS = 3600;
const LEVELS = 9;

/** The value to feed to an input that is no picture. */
export function scalarInputValue({ rule }: ScalarInput): bigint {
  return BigInt(Math.trunc(LEAST_TOKENS + (rule.level / LEVELS) * (MOST_TOKENS - LEAST_TOKENS)));
}
