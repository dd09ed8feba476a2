import { waitsToBeAsked, type Rung } from './ladder';
import type { Precision, PrecisionChoice, PrecisionRequest } from './precision';
import type { Verdict } from './verdict';
import { percent } from './judge-drift';

/** A rung that may be taken, and what is known of it. */
export interface Candidate {
  readonly rung: Rung;
  /** Undefined for float32 on the CPU, the reference, where nothing was tried: it needs no proof. */
  readonly verdict?: Pick<Verdict, 'status' | 'ms' | 'reason' | 'absRelVsFp32' | 'checkedInPart'> | undefined;
}

export interface RungChoice {
  readonly rung: Rung;
  readonly precision: PrecisionChoice;
}

/**
 * Takes the fastest candidate that passed; of what is asked for, also one that is right but slow. A request that cannot be
 * met falls to that and says so: nobody's batch stops over a dtype. What waits to be asked is taken unasked only where
 * nothing else is right: a model may come in nothing else.
 *
 * @param candidates in the ladder's order, which decides where nothing was timed.
 * @param requested what the user asks for.
 * @returns undefined where no candidate can be used at all.
 */
export function chooseRung(candidates: readonly Candidate[], requested: PrecisionRequest): RungChoice | undefined {
  const best = bestOf(candidates.filter(({ rung }) => !waitsToBeAsked(rung))) ?? bestOf(candidates);
  if (!best) return undefined;
  if (requested === 'auto') return choice(best, requested, why(best, candidates));
  const wanted = fastest(candidates.filter(({ rung, verdict }) => rung.precision === requested && isRight(verdict)));
  if (wanted) return choice(wanted, requested, `${requested} as asked${proof(wanted)}`);
  const refusal = `${requested} is not possible here${causeOf(candidates, requested)}`;
  return choice(best, requested, `${refusal}: using ${best.rung.precision}, ${why(best, candidates)}`);
}

function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const right = candidates.filter(({ verdict }) => isRight(verdict));
  return fastest(right.filter(({ verdict }) => verdict?.status !== 'slower')) ?? fastest(right);
}

function isRight(verdict: Candidate['verdict']): boolean {
  return verdict === undefined || ['passed', 'chosen', 'slower'].includes(verdict.status);
}

function fastest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, each) => (best === undefined || timeOf(each) < timeOf(best) ? each : best),
    undefined,
  );
}

const timeOf = ({ verdict }: Candidate): number => verdict?.ms ?? Infinity;

const choice = ({ rung }: Candidate, requested: PrecisionRequest, reason: string): RungChoice => ({
  rung,
  precision: { requested, used: rung.precision, reason },
});

const nameOf = ({ precision, provider }: Rung): string => `${precision} on ${provider}`;

/** The rung's own reason, its proof, and what stood above it and fell; of that, what differs in islands alone once. */
function why(best: Candidate, candidates: readonly Candidate[]): string {
  const fallen = candidates.filter(({ rung, verdict }) => isFallen(rung, verdict?.status));
  const others = fallen.filter(({ rung }) => nameOf(rung) !== nameOf(best.rung));
  const falls = others.map(({ rung, verdict }) => `${nameOf(rung)}: ${verdict!.reason}`);
  return [`${best.rung.reason}${proof(best)}`, ...new Set(falls)].join('; ');
}

/** Where even float32 is not available, the provider is not there: who asked for it wants to know. */
function isFallen({ precision }: Rung, status: Verdict['status'] | undefined): boolean {
  const isGone = status === 'notAvailable' && precision === 'fp32';
  return isGone || status === 'failed' || status === 'crashed' || status === 'timeout';
}

function proof({ verdict }: Candidate): string {
  const drift = verdict?.absRelVsFp32;
  return !verdict || !drift
    ? ''
    : ` (${verdict.checkedInPart ? 'checked in part' : 'verified'}, drift ${percent(drift)})`;
}

function causeOf(candidates: readonly Candidate[], requested: Precision): string {
  const reasons = candidates.filter(({ rung }) => rung.precision === requested).map(({ verdict }) => verdict?.reason);
  return reasons[0] === undefined ? '' : ` (${reasons[0]})`;
}
