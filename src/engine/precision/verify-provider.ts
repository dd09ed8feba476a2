import type { Rung } from '../../core/precision/ladder';
import { OPTIMISATIONS, type Verdict } from '../../core/precision/verdict';
import { placementOf, statusOf, tryOnce, wrong, USUAL_OPTIONS, type Attempt, type Check, type Means } from './attempt';
import type { Probe } from './probe';
import type { Reference } from './reference';
import { medianPair } from './time-pairs';
import type { Trial } from './trial';

/** Times a run takes before it counts as timed: pairs with float32, one after the other. */
const PAIRS = 5;

/** A precision below float32 is kept where it takes at most this share of float32's time. */
const LARGEST_SHARE_OF_FP32 = 0.9;

/**
 * Tries each of a provider's rungs on the machine: creates it, runs it, compares it with float32 on the CPU and times it
 * against the provider's own float32.
 *
 * @param device its name, for the verdicts.
 * @param rungs of one provider.
 * @returns a verdict for each rung, in their order; none is `chosen` yet.
 */
export async function verifyProvider(
  trial: Trial,
  device: string,
  rungs: readonly Rung[],
  reference: Reference,
): Promise<Verdict[]> {
  const exact = rungs.find(({ precision }) => precision === 'fp32');
  const baseline = exact && (await tryRung(trial, exact, checksOf(trial, reference)));
  const checks = checksOf(trial, reference, baseline);
  const verdicts: Verdict[] = [];
  try {
    for (const rung of rungs) {
      const attempt = rung === exact ? baseline! : await tryRung(trial, rung, checks);
      const other = baseline && rung !== exact && baseline.kind === 'right' ? baseline.probe : undefined;
      verdicts.push(await verdictOf(trial, device, rung, attempt, reference, other));
      if (attempt.kind === 'right' && attempt !== baseline) await attempt.probe.close();
    }
  } finally {
    if (baseline?.kind === 'right') await baseline.probe.close();
  }
  return verdicts;
}

/** Tries one rung again with other means than a trial has. Its speed is held to nothing: the fastest rung wins anyway. */
export async function verifyWith(
  trial: Trial,
  device: string,
  rung: Rung,
  means: Means,
  reference: Reference,
): Promise<Verdict> {
  const checks = checksOf(trial, reference);
  const attempt = 'reason' in checks ? wrong('failed', checks.reason) : await tryOnce(trial, rung, means, checks);
  try {
    return await verdictOf(trial, device, rung, attempt, reference, undefined);
  } finally {
    if (attempt.kind === 'right') await attempt.probe.close();
  }
}

/** Why a rung cannot be proved. */
interface Unprovable {
  readonly reason: string;
}

/**
 * The pictures that a rung has to get right.
 *
 * @param baseline the provider's own float32, where it is not what is looked at: full size is held to it where the
 * reference is a small one.
 */
function checksOf(trial: Trial, reference: Reference, baseline?: Attempt): readonly Check[] | Unprovable {
  const { picture } = trial;
  switch (reference.kind) {
    case 'made':
      return [{ picture, against: reference.prediction }];
    case 'none':
      return { reason: reference.reason };
    case 'small': {
      if (baseline?.kind === 'wrong') return { reason: `float32 is not right either: ${baseline.reason}` };
      const small = { picture: reference.picture, against: reference.prediction };
      return [small, { picture, against: baseline?.prediction }];
    }
  }
}

/** Goes down the levels of optimisation until one is right; the first fault is told where none is. */
async function tryRung(trial: Trial, rung: Rung, checks: readonly Check[] | Unprovable): Promise<Attempt> {
  const { picture } = trial;
  const file = await graphFor(trial, rung);
  if (typeof file !== 'string') return wrong('notAvailable', file.reason);
  if ('reason' in checks)
    return unproved(
      await tryOnce(trial, rung, { file, options: USUAL_OPTIONS }, [{ picture, against: undefined }]),
      checks,
    );
  let first: Attempt | undefined;
  for (const graphOptimizationLevel of OPTIMISATIONS) {
    const attempt = await tryOnce(trial, rung, { file, options: { graphOptimizationLevel } }, checks);
    if (attempt.kind === 'right') return attempt;
    first ??= attempt;
    // Less optimisation brings no device, and takes no less time or memory.
    if (attempt.status === 'notAvailable' || attempt.status === 'timeout') break;
  }
  return first!;
}

/** The graph to open, or why there is none. */
async function graphFor({ converter, model, ranges }: Trial, rung: Rung): Promise<string | Unprovable> {
  const { precision, provider } = rung;
  const none = { reason: `there is no ${precision} graph of ${model.descriptor.id}` };
  try {
    return (await converter.fileFor(model, precision, provider, placementOf(rung, ranges))) ?? none;
  } catch (error) {
    return error instanceof Error ? { reason: error.message } : none;
  }
}

/** What runs and cannot be compared has failed as well. */
async function unproved(attempt: Attempt, { reason }: Unprovable): Promise<Attempt> {
  if (attempt.kind === 'wrong') return attempt;
  await attempt.probe.close();
  return wrong('failed', `cannot be compared: ${reason}`, { created: true, ran: true, finite: true });
}

async function verdictOf(
  { model, ranges }: Trial,
  device: string,
  { provider, precision, islands, reason }: Rung,
  attempt: Attempt,
  reference: Reference,
  baseline: Probe | undefined,
): Promise<Verdict> {
  const named = {
    model: model.descriptor.id,
    provider,
    device,
    precision,
    options: { ...attempt.options, ...(islands && { islands }) },
    absRelVsFp32: finiteOrNull(attempt.drift?.relativeMean),
    scaleRatio: finiteOrNull(attempt.drift?.scaleRatio),
    checkedInPart: reference.kind === 'small',
  };
  if (attempt.kind === 'wrong') {
    const { created, ran, finite, status } = attempt;
    return { ...named, created, ran, finite, ms: null, status, reason: attempt.reason };
  }
  const timed = await medianPair(PAIRS, () => attempt.probe.time(), baseline && (() => baseline.time()));
  const ended = { ...named, created: true, ran: true, finite: true };
  if (timed.kind !== 'done') return { ...ended, ms: null, status: statusOf(timed), reason: timed.reason };
  const { ms, shareOfOther } = timed.value;
  const isKept = shareOfOther === undefined || shareOfOther <= LARGEST_SHARE_OF_FP32;
  if (!isKept) return { ...ended, ms, status: 'slower', reason: `takes ${shareOfOther.toFixed(2)} of float32's time` };
  const proof = reference.kind === 'small' ? `; checked in part, since ${reference.reason}` : '';
  const isBlind = precision === 'fp16' && islands && islands !== 'types' && ranges?.kind === 'skipped';
  const blind = isBlind ? `; its ranges were not measured: ${ranges.reason}` : '';
  return { ...ended, ms, status: 'passed', reason: `${reason}${proof}${blind}` };
}

const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
