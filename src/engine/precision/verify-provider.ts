import type { InputGeometry } from '../../core/camera/input-geometry';
import { findPredictionFault, type Prediction } from '../../core/depth/prediction';
import { inputDimensions } from '../../core/models/input-tensor';
import { readPrediction } from '../../core/models/output-prediction';
import { comparePredictions, type Drift } from '../../core/precision/compare-predictions';
import { findDriftFault } from '../../core/precision/judge-drift';
import type { Rung } from '../../core/precision/ladder';
import type { Precision } from '../../core/precision/precision';
import { OPTIMISATIONS, type Optimisation, type Verdict } from '../../core/precision/verdict';
import type { VerifiedModel } from '../inference/verified-model';
import type { ModelConverter } from './converted-model';
import type { OpenProbe, Probe, ProbeStep } from './probe';
import { medianPair } from './time-pairs';

/** What is run to find out: one picture at the size that will run. */
export interface TestPicture {
  readonly geometry: InputGeometry;
  readonly tensor: Float32Array<ArrayBuffer>;
}

/** What every rung is held to: float32 on the CPU. */
export type Reference =
  | { readonly kind: 'made'; readonly prediction: Prediction; readonly ms: number }
  | { readonly kind: 'none'; readonly reason: string };

export interface Trial {
  readonly model: VerifiedModel;
  readonly picture: TestPicture;
  readonly threads: number;
  readonly converter: ModelConverter;
  readonly open: OpenProbe;
}

/** Times a run takes before it counts as timed: pairs with float32, one after the other. */
const PAIRS = 5;

/** A precision below float32 is kept where it takes at most this share of float32's time. */
const LARGEST_SHARE_OF_FP32 = 0.9;

const CPU: Rung = { provider: 'cpu', precision: 'fp32', reason: '' };

/** Runs the model in float32 on the CPU. */
export async function makeReference(trial: Trial): Promise<Reference> {
  const attempt = await tryOnce(trial, CPU, trial.model.file, 'all');
  try {
    if (attempt.kind === 'right') return { kind: 'made', prediction: attempt.prediction, ms: attempt.ms };
    return { kind: 'none', reason: attempt.reason };
  } finally {
    if (attempt.kind === 'right') await attempt.probe.close();
  }
}

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
  const baseline = exact && (await tryRung(trial, exact, reference));
  const verdicts: Verdict[] = [];
  try {
    for (const rung of rungs) {
      const attempt = rung === exact ? baseline! : await tryRung(trial, rung, reference);
      const other = baseline && rung !== exact && baseline.kind === 'right' ? baseline.probe : undefined;
      verdicts.push(await verdictOf(trial, device, rung, attempt, other));
      if (attempt.kind === 'right' && attempt !== baseline) await attempt.probe.close();
    }
  } finally {
    if (baseline?.kind === 'right') await baseline.probe.close();
  }
  return verdicts;
}

/** How far a rung came with one level of optimisation. A right one is still open. */
type Attempt =
  | {
      readonly kind: 'right';
      readonly probe: Probe;
      readonly prediction: Prediction;
      readonly drift: Drift | undefined;
      readonly ms: number;
      readonly optimisation: Optimisation;
    }
  | {
      readonly kind: 'wrong';
      readonly status: Exclude<Verdict['status'], 'chosen' | 'passed' | 'slower'>;
      readonly created: boolean;
      readonly ran: boolean;
      readonly finite: boolean;
      readonly drift: Drift | undefined;
      readonly reason: string;
      readonly optimisation: Optimisation;
    };

/** Goes down the levels of optimisation until one is right; the first fault is told where none is. */
async function tryRung(trial: Trial, rung: Rung, reference: Reference): Promise<Attempt> {
  const { model, converter } = trial;
  const file = await converter.fileFor(model, rung.precision, rung.provider);
  if (file === undefined) return wrong('notAvailable', `there is no ${rung.precision} graph of ${model.descriptor.id}`);
  let first: Attempt | undefined;
  for (const optimisation of OPTIMISATIONS) {
    const attempt = await tryOnce(trial, rung, file, optimisation, reference);
    if (attempt.kind === 'right') return attempt;
    first ??= attempt;
    // Less optimisation brings no device, and takes no less time or memory.
    if (attempt.status === 'notAvailable' || attempt.status === 'timeout') break;
  }
  return first!;
}

async function tryOnce(
  { model, picture, threads, open }: Trial,
  { provider, precision }: Rung,
  file: string,
  optimisation: Optimisation,
  reference?: Reference,
): Promise<Attempt> {
  const { descriptor } = model;
  const setup = { descriptor, file, provider, precision, optimisation, threads };
  const opened = await open(setup);
  if (opened.kind !== 'done') return wrong(statusOf(opened), opened.reason, { optimisation });
  const probe = opened.value;
  const judged = await judgeRun(probe, model, picture, precision, reference);
  if (judged.kind === 'right') return { ...judged, probe, optimisation };
  await probe.close();
  return { ...judged, optimisation };
}

async function judgeRun(
  probe: Probe,
  { descriptor }: VerifiedModel,
  { geometry, tensor }: TestPicture,
  precision: Precision,
  reference: Reference | undefined,
) {
  const ran = await probe.run(tensor, inputDimensions(geometry, descriptor));
  if (ran.kind !== 'done') return wrong(statusOf(ran), ran.reason, { created: true });
  const read = readable(() => readPrediction(ran.value.outputs, geometry, descriptor));
  if (typeof read === 'string') return wrong('failed', read, { created: true, ran: true });
  const fault = findPredictionFault(read);
  if (fault) {
    const reason = fault === 'constant' ? 'gave the same depth everywhere' : 'gave depths that are no numbers';
    return wrong('failed', reason, { created: true, ran: true, finite: fault === 'constant' });
  }
  const seen = { created: true, ran: true, finite: true };
  if (reference?.kind === 'none') return wrong('failed', `cannot be compared: ${reference.reason}`, seen);
  const drift = reference && comparePredictions(read, reference.prediction, descriptor.outputs);
  const driftFault = drift && findDriftFault(drift, precision);
  if (driftFault !== undefined) return wrong('failed', driftFault, { ...seen, drift });
  return { kind: 'right' as const, prediction: read, drift, ms: ran.value.inferMs };
}

function readable(read: () => Prediction): Prediction | string {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wrong(
  status: Extract<Attempt, { kind: 'wrong' }>['status'],
  reason: string,
  seen: Partial<Extract<Attempt, { kind: 'wrong' }>> = {},
): Extract<Attempt, { kind: 'wrong' }> {
  const nothing = { created: false, ran: false, finite: false, drift: undefined, optimisation: 'all' as const };
  return { ...nothing, ...seen, kind: 'wrong', status, reason };
}

function statusOf({ kind }: Exclude<ProbeStep<never>, { kind: 'done' }>) {
  switch (kind) {
    case 'missing':
      return 'notAvailable';
    case 'crashed':
      return 'crashed';
    case 'timeout':
      return 'timeout';
    case 'failed':
    case 'outOfMemory':
      return 'failed';
  }
}

async function verdictOf(
  { model }: Trial,
  device: string,
  { provider, precision, reason }: Rung,
  attempt: Attempt,
  baseline: Probe | undefined,
): Promise<Verdict> {
  const named = {
    model: model.descriptor.id,
    provider,
    device,
    precision,
    options: { graphOptimizationLevel: attempt.optimisation },
    absRelVsFp32: finiteOrNull(attempt.drift?.relativeMean),
    scaleRatio: finiteOrNull(attempt.drift?.scaleRatio),
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
  if (isKept) return { ...ended, ms, status: 'passed', reason };
  return { ...ended, ms, status: 'slower', reason: `takes ${shareOfOther.toFixed(2)} of float32's time` };
}

const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
