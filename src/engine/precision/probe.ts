import { fork, type ChildProcess } from 'node:child_process';
import type { Failure } from '../../contract/failure';
import { FailureError } from '../failure-error';
import type { SessionAnswer, SessionRun, SessionSetup } from '../inference/session-messages';
import { startSessionThread } from '../inference/session-thread';
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
 */
export function probesInProcesses(entry: string, limits: ProbeLimits): OpenProbe {
  return async (setup) => {
    const child = fork(entry, [], { serialization: 'advanced', stdio: 'ignore' });
    const close = (): Promise<void> => end(child);
    const opened = await ask<null>(child, { kind: 'open', setup }, limits.openMs);
    if (opened.kind !== 'done') {
      await close();
      return opened;
    }
    const run: Probe['run'] = (tensor, dimensions, longestMs = Infinity) =>
      ask(child, { kind: 'run', tensor, dimensions }, Math.min(limits.runMs, longestMs));
    const time: Probe['time'] = () => ask(child, { kind: 'time' }, limits.runMs);
    return { kind: 'done', value: { run, time, close } };
  };
}

/**
 * Opens sessions in threads of this process: for Electron's utility processes, which may start no others.
 *
 * @param entry the built `session-worker.cjs`.
 */
export function probesInThreads(entry: string, limits: ProbeLimits): OpenProbe {
  return async (setup) => {
    const opened = await within(limits.openMs, stepOf(startSessionThread(entry, setup)));
    if (opened.kind !== 'done') return opened;
    const thread = opened.value;
    let last: Parameters<Probe['run']> | undefined;
    const run = (tensor: Float32Array<ArrayBuffer>, dimensions: readonly number[], longestMs = Infinity) => {
      last = [tensor, dimensions];
      return within(Math.min(limits.runMs, longestMs), stepOf(thread.run(tensor.slice(), dimensions)));
    };
    return {
      kind: 'done',
      value: {
        run,
        time: async () => {
          const step = await run(...last!);
          return step.kind === 'done' ? { kind: 'done', value: step.value.inferMs } : step;
        },
        // A thread in native code ends only when that returns: nobody waits for it.
        close: () => {
          void thread.release();
          return Promise.resolve();
        },
      },
    };
  };
}

/** Signals by which a person or the system ends a program and all its processes: they say nothing of the model. */
const FROM_OUTSIDE: ReadonlySet<NodeJS.Signals> = new Set(['SIGTERM', 'SIGINT', 'SIGHUP'] as const);

function ask<Value>(child: ChildProcess, call: ProbeCall, limitMs: number): Promise<ProbeStep<Value>> {
  return new Promise((resolve, reject) => {
    const settle = (step: ProbeStep<Value>): void => {
      clearTimeout(timer);
      child.off('message', onAnswer).off('exit', onExit).off('error', onError);
      resolve(step);
    };
    const onAnswer = (answer: unknown): void => {
      settle(stepOfAnswer(answer as SessionAnswer<Value>));
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (signal !== null && FROM_OUTSIDE.has(signal)) {
        clearTimeout(timer);
        reject(
          new FailureError('Cancelled', 'trying precisions and devices was interrupted', 'Run the same command again.'),
        );
        return;
      }
      settle({ kind: 'crashed', reason: `its process ended (${String(code ?? signal)})` });
    };
    const onError = (error: Error): void => {
      settle({ kind: 'crashed', reason: `its process ended (${error.message})` });
    };
    const timer = setTimeout(() => {
      settle(tookTooLong(limitMs));
    }, limitMs);
    if (!child.connected) {
      onExit(child.exitCode, child.signalCode);
      return;
    }
    child.on('message', onAnswer).on('exit', onExit).on('error', onError);
    child.send(call, (error) => {
      if (error) onError(error);
    });
  });
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

async function stepOf<Value>(task: Promise<Value>): Promise<ProbeStep<Value>> {
  try {
    return { kind: 'done', value: await task };
  } catch (error) {
    if (error instanceof FailureError) return stepOfFailure(error.failure);
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
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

/** SIGKILL: native code that hangs hears nothing else. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.kill('SIGKILL')) await ended;
}
