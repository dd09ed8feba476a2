import type { ProbeStep } from './probe';

type Run = () => Promise<ProbeStep<number>>;

export interface TimedPairs {
  /** Median of the one that is timed. */
  readonly ms: number;
  /** Median of the pairs' ratios to the other; undefined where there is none. */
  readonly shareOfOther: number | undefined;
}

/** What timing may cost: where a run takes seconds, fewer of them tell as much. */
const LONGEST_TIMING_MS = 20_000;

/**
 * Times a run in turns with another, so that what else the machine does slows both alike.
 *
 * @returns the first run's failure where one of its runs fails. The other's failures only end the comparison.
 */
export async function medianPair(pairs: number, run: Run, other: Run | undefined): Promise<ProbeStep<TimedPairs>> {
  const times: number[] = [];
  const shares: number[] = [];
  const started = performance.now();
  for (let i = 0; i < pairs && (i === 0 || performance.now() - started < LONGEST_TIMING_MS); i++) {
    const compared = await other?.();
    const ran = await run();
    if (ran.kind !== 'done') return ran;
    times.push(ran.value);
    if (compared?.kind === 'done') shares.push(ran.value / compared.value);
  }
  return { kind: 'done', value: { ms: median(times), shareOfOther: shares.length === 0 ? undefined : median(shares) } };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
