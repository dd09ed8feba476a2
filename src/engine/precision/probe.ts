import type { Failure } from '../../contract/failure';
import type { Child, LaunchChild } from '../children/child';
import { launchNodeChild } from '../children/node-child';
import { FailureError } from '../failure-error';
import type { SessionAnswer, SessionRun, SessionSetup } from '../inference/session-messages';
import type { ProbeCall } from './probe-messages';

/** How one step of a trial ended. `missing`: the provider finds nothing to run on. */
export type ProbeStep<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'missing' | 'failed' | 'outOfMemory' | 'crashed' | 'timeout'; readonly reason: string };

/** A session on trial. */
export interface Probe {
  /**
   * The tensor is copied: it can be run again.
   *
   * @param longestMs how long it may take, where that is less than the probe's limit.
   */
  run(
    tensor: Float32Array<ArrayBuffer>,
    dimensions: readonly number[],
    longestMs?: number,
  ): Promise<ProbeStep<Pick<SessionRun, 'outputs' | 'traced' | 'inferMs'>>>;
  /** Runs what was run last again, for its time in ONNX Runtime. */
  time(): Promise<ProbeStep<number>>;
  /** Ends it, whatever it is doing. */
  close(): Promise<void>;
}

export type OpenProbe = (setup: SessionSetup) => Promise<ProbeStep<Probe>>;

/** How long a step may take. */
export interface ProbeLimits {
  readonly openMs: number;
  readonly runMs: number;
}

/**
 * Opens sessions in processes of their own, which alone end where native code crashes.
 *
 * @param entry the built `probe.cjs`.
 * @param launch how this process starts others.
 */
export function probesInProcesses(
  entry: string,
  limits: ProbeLimits,
  launch: LaunchChild = launchNodeChild,
): OpenProbe {
  return async (setup) => {
    const child = launch({ entry, args: [], isSilent: true });
    const ask = askerOf(child);
    const close = async (): Promise<void> => {
      child.kill();
      await child.ended;
    };
    const opened = await ask<null>({ kind: 'open', setup }, limits.openMs);
    if (opened.kind !== 'done') {
      await close();
      return opened;
    }
    const run: Probe['run'] = (tensor, dimensions, longestMs = Infinity) =>
      ask({ kind: 'run', tensor, dimensions }, Math.min(limits.runMs, longestMs));
    const time: Probe['time'] = () => ask({ kind: 'time' }, limits.runMs);
    return { kind: 'done', value: { run, time, close } };
  };
}

/** Signals by which a person or the system ends a program and all its processes: they say nothing of the model. */
const FROM_OUTSIDE: ReadonlySet<number | string> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP']);

/** Asks a process one thing at a time. */
function askerOf(child: Child): <Value>(call: ProbeCall, limitMs: number) => Promise<ProbeStep<Value>> {
  let onAnswer: (answer: unknown) => void = () => undefined;
  child.port.on('message', (event) => {
    onAnswer(event?.data);
  });
  return async <Value>(call: ProbeCall, limitMs: number) => {
    const answered = new Promise<ProbeStep<Value>>((resolve) => {
      onAnswer = (answer) => {
        resolve(stepOfAnswer(answer as SessionAnswer<Value>));
      };
    });
    const crashed = child.ended.then((how): ProbeStep<Value> => {
      if (!FROM_OUTSIDE.has(how)) return { kind: 'crashed', reason: `its process ended (${String(how)})` };
      throw new FailureError(
        'Cancelled',
        'trying precisions and devices was interrupted',
        'Run the same command again.',
      );
    });
    if (!child.hasEnded()) child.port.postMessage(call);
    return within(limitMs, Promise.race([answered, crashed]));
  };
}

function stepOfAnswer<Value>(answer: SessionAnswer<Value>): ProbeStep<Value> {
  return answer.kind === 'done' ? answer : stepOfFailure(answer.failure);
}

function stepOfFailure({ code, message, remedy }: Failure): Exclude<ProbeStep<never>, { kind: 'done' }> {
  switch (code) {
    case 'DeviceMissing':
      return { kind: 'missing', reason: `${message}. ${remedy}`.trim() };
    case 'OutOfMemory':
      return { kind: 'outOfMemory', reason: message };
    default:
      return { kind: 'failed', reason: message };
  }
}

async function within<Value>(limitMs: number, task: Promise<ProbeStep<Value>>): Promise<ProbeStep<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<ProbeStep<Value>>((resolve) => {
    timer = setTimeout(resolve, limitMs, tookTooLong(limitMs));
  });
  try {
    return await Promise.race([task, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function tookTooLong(limitMs: number): { kind: 'timeout'; reason: string } {
  return { kind: 'timeout', reason: `not done after ${String(Math.round(limitMs / 1000))} s` };
}
