import type { DepthScale } from './depth-scale';

/** On scales that reach this many times as far as they start, ticks follow decades; on shorter ones even steps. */
const LEAST_DECADE_RATIO = 4;

const DECADE_DIGITS = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 5], [1]] as const;

const STEP_DIGITS = [1, 2, 5] as const;

/**
 * Round depths in metres within the scale, ascending: the closest set for which `fits` holds, empty where none does.
 *
 * Long scales get 1, 2, 5 in every decade (or a closer or wider set), short ones the multiples of 1, 2 or 5 × 10ⁿ.
 */
export function legendTicks(scale: DepthScale, fits: (ticks: readonly number[]) => boolean): readonly number[] {
  const isLong = scale.farMetres / scale.nearMetres >= LEAST_DECADE_RATIO;
  const candidates = isLong ? decadeTicks(scale) : evenTicks(scale);
  for (const ticks of candidates) if (fits(ticks)) return ticks;
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
      const ticks: number[] = [];
      const last = Math.floor(farMetres / decimal(digit, decade));
      for (let i = Math.ceil(nearMetres / decimal(digit, decade)); i <= last; i++)
        ticks.push(decimal(i * digit, decade));
      yield ticks;
    }
  }
}

/** digits × 10^exponent as the double nearest to that decimal, so that it prints without stray digits. */
function decimal(digits: number, exponent: number): number {
  return Number(`${digits}e${exponent}`);
}
