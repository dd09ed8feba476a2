import { findPredictionFault, type Prediction } from '../../core/depth/prediction';
import { inputDimensions } from '../../core/models/input-tensor';
import { readPrediction } from '../../core/models/output-prediction';
import { comparePredictions, type Drift } from '../../core/precision/compare-predictions';
import { findDriftFault } from '../../core/precision/judge-drift';
import type { Rung } from '../../core/precision/ladder';
import type { Verdict } from '../../core/precision/verdict';
import type { VerifiedModel } from '../inference/verified-model';
import type { Placement } from './converted-model';
import type { Probe, ProbeStep } from './probe';
import type { Ranges, TestPicture, Trial } from './trial';

/** What of a rung's graph stays float32; undefined where it is not converted to half precision. */
export function placementOf(
  { islands }: Pick<Rung, 'islands'>,
  ranges: Ranges | undefined,
  float32Nodes?: readonly string[],
): Placement | undefined {
  const calibration = ranges?.kind === 'made' ? ranges.calibration : undefined;
  return islands && { islands, calibration, float32Nodes };
}

/** A picture to run, and what it must come to; undefined where only its own sense is looked at. */
export interface Check {
  readonly picture: TestPicture;
  readonly against: Prediction | undefined;
}

/** What is opened. */
export interface Means {
  /** The graph. */
  readonly file: string;
  readonly options: Verdict['options'];
}

/** How far a rung came with one set of options. A right one is still open, its last picture just run. */
export type Attempt = RightAttempt | WrongAttempt;

export interface RightAttempt {
  readonly kind: 'right';
  readonly probe: Probe;
  /** Of the last picture. */
  readonly prediction: Prediction;
  /** The worst there was; undefined where nothing was compared. */
  readonly drift: Drift | undefined;
  readonly ms: number;
  readonly options: Verdict['options'];
}

export interface WrongAttempt {
  readonly kind: 'wrong';
  readonly status: Exclude<Verdict['status'], 'chosen' | 'passed' | 'slower'>;
  readonly created: boolean;
  readonly ran: boolean;
  readonly finite: boolean;
  readonly drift: Drift | undefined;
  readonly reason: string;
  readonly options: Verdict['options'];
}

/**
 * Opens a session and runs one picture after another, as long as they come out right; each for `runMs` at most, where that
 * is less than what a probe's run may take.
 */
export async function tryOnce(
  { model, threads, open }: Pick<Trial, 'model' | 'threads' | 'open'>,
  { provider, precision }: Pick<Rung, 'provider' | 'precision'>,
  { file, options }: Means,
  checks: readonly Check[],
  runMs?: number,
): Promise<Attempt> {
  const { descriptor } = model;
  const { graphOptimizationLevel: optimisation, cpuNodes } = options;
  const opened = await open({ descriptor, file, provider, precision, optimisation, cpuNodes, threads });
  if (opened.kind !== 'done') return wrong(statusOf(opened), opened.reason, { options });
  const probe = opened.value;
  let worst: Drift | undefined;
  let last: Pick<RightAttempt, 'prediction' | 'ms'> | undefined;
  for (const check of checks) {
    const judged = await judgeRun(probe, model, check, precision, runMs);
    if (judged.kind === 'wrong') {
      await probe.close();
      return { ...judged, options };
    }
    worst = worseOf(worst, judged.drift);
    last = judged;
  }
  return { kind: 'right', probe, ...last!, drift: worst, options };
}

async function judgeRun(
  probe: Probe,
  { descriptor }: VerifiedModel,
  { picture: { geometry, tensor }, against }: Check,
  precision: Rung['precision'],
  runMs: number | undefined,
) {
  const ran = await probe.run(tensor, inputDimensions(geometry, descriptor), runMs);
  if (ran.kind !== 'done') return wrong(statusOf(ran), ran.reason, { created: true });
  const read = readable(() => readPrediction(ran.value.outputs, geometry, descriptor));
  if (typeof read === 'string') return wrong('failed', read, { created: true, ran: true });
  const fault = findPredictionFault(read);
  if (fault) {
    const reason = fault === 'constant' ? 'gave the same depth everywhere' : 'gave depths that are no numbers';
    return wrong('failed', reason, { created: true, ran: true, finite: fault === 'constant' });
  }
  const drift = against && comparePredictions(read, against, descriptor.outputs);
  const driftFault = drift && findDriftFault(drift, precision);
  if (driftFault !== undefined) return wrong('failed', driftFault, { created: true, ran: true, finite: true, drift });
  return { kind: 'right' as const, prediction: read, drift, ms: ran.value.inferMs };
}

const worseOf = (a: Drift | undefined, b: Drift | undefined): Drift | undefined =>
  a && b ? (b.relativeMean > a.relativeMean ? b : a) : (a ?? b);

function readable(read: () => Prediction): Prediction | string {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** All that ONNX Runtime can do to a graph. */
export const USUAL_OPTIONS = { graphOptimizationLevel: 'all' } as const;

/** @param seen how far it came. */
export function wrong(status: WrongAttempt['status'], reason: string, seen: Partial<WrongAttempt> = {}): WrongAttempt {
  const nothing = { created: false, ran: false, finite: false, drift: undefined, options: USUAL_OPTIONS };
  return { ...nothing, ...seen, kind: 'wrong', status, reason };
}

/** What a step of a trial that did not succeed makes of its rung. */
export function statusOf({ kind }: Exclude<ProbeStep<never>, { kind: 'done' }>): WrongAttempt['status'] {
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
