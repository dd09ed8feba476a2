import type { DepthScale } from './depth-scale';

/** First digits of ticks that follow decades: about even on a logarithmic scale. */
const DECADE_DIGITS = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 5], [1]] as const;

/** First digits of the steps between even ticks. */
const STEP_DIGITS = [1, 2, 5] as const;

/** With fewer ticks than this, decades are too coarse for a scale: even steps may do better. */
const ENOUGH_TICKS = 4;

/**
 * Round depths in metres within the scale, ascending: as many as `fits` allows, empty where it allows none.
 *
 * They are 1, 2 and 5 in every decade or a closer or wider choice like it; on a scale too short for that, the multiples
 * of 1, 2 or 5 × 10ⁿ.
 */
export function legendTicks(scale: DepthScale, fits: (ticks: readonly number[]) => boolean): readonly number[] {
  const byDecade = closestThatFits(decadeTicks(scale), fits);
  if (byDecade.length >= ENOUGH_TICKS) return byDecade;
  const even = closestThatFits(evenTicks(scale), fits);
  return even.length > byDecade.length ? even : byDecade;
}

function closestThatFits(
  closestFirst: Iterable<readonly number[]>,
  fits: (ticks: readonly number[]) => boolean,
): readonly number[] {
  for (const ticks of closestFirst) if (fits(ticks)) return ticks;
  return [];
}

function* decadeTicks({ nearMetres, farMetres }: DepthScale): Generator<readonly number[], void, void> {
  const firstDecade = Math.floor(Math.log10(nearMetres));
  const lastDecade = Math.ceil(Math.log10(farMetres));
  for (const digits of DECADE_DIGITS) {
    const ticks: number[] = [];
    for (let decade = firstDecade; decade <= lastDecade; decade++) {
      for (const digit of digits) ticks.push(decimal(digit, decade));
    }
    yield ticks.filter((tick) => tick >= nearMetres && tick <= farMetres);
  }
}

function* evenTicks({ nearMetres, farMetres }: DepthScale): Generator<readonly number[], void, void> {
  const finestDecade = Math.floor(Math.log10(farMetres - nearMetres)) - 1;
  for (let decade = finestDecade; decade <= finestDecade + 2; decade++) {
    for (const digit of STEP_DIGITS) {
      const stepMetres = decimal(digit, decade);
      const first = Math.ceil(nearMetres / stepMetres);
      const count = Math.floor(farMetres / stepMetres) - first + 1;
      yield Array.from({ length: count }, (_, i) => decimal((first + i) * digit, decade));
    }
  }
}

/** digits × 10^exponent as the double nearest to that decimal, so that it prints without stray digits. */
function decimal(digits: number, exponent: number): number {
  return Number(`${digits}e${exponent}`);
}
