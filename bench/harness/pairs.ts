import { spreadOf, type Spread } from './statistics';

/** One round: both sides, one right after the other. */
export interface Pair<Side> {
  readonly ours: Side;
  readonly other: Side;
}

/**
 * Measures both sides in turn, ours, other, ours, other…, so that whatever else slows the machine down slows both.
 *
 * @param warmUps rounds run first and thrown away.
 */
export async function interleave<Side>(
  rounds: number,
  warmUps: number,
  ours: () => Promise<Side>,
  other: () => Promise<Side>,
): Promise<Pair<Side>[]> {
  const pairs: Pair<Side>[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const pair = { ours: await ours(), other: await other() };
    if (round >= 0) pairs.push(pair);
  }
  return pairs;
}

/** The ratio within each pair, ours ÷ other, over all pairs. */
export function ratioOf<Side>(pairs: readonly Pair<Side>[], figureOf: (side: Side) => number): Spread {
  return spreadOf(pairs.map(({ ours, other }) => figureOf(ours) / figureOf(other)));
}

/** Milliseconds until the task is done. */
export async function timeMs(task: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}
