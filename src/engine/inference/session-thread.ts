import { once } from 'node:events';
import { MessageChannel, SHARE_ENV, Worker, type MessagePort } from 'node:worker_threads';
import { FailureError } from '../failure-error';
import type { SessionAnswer, SessionCall, SessionRun, SessionSetup, SessionStart } from './session-messages';

/**
 * A model ready to run, in a thread of its own: ONNX Runtime blocks the thread it is called from, and the engine's has
 * photos to decode, clouds to write and callers to answer meanwhile.
 */
export interface SessionThread {
  /**
   * Runs the graph once.
   *
   * @param tensor the picture, packed as the descriptor asks. It is handed over, and back with the result.
   * @param dimensions of `tensor`.
   * @throws FailureError `OutOfMemory` or `ModelFailed`.
   */
  run(tensor: Float32Array<ArrayBuffer>, dimensions: readonly number[]): Promise<SessionRun>;
  /** Ends the thread, and gives back the session's memory. */
  release(): Promise<void>;
}

/**
 * @param entry the built `session-worker.cjs`.
 * @throws FailureError where ONNX Runtime cannot make a session of this model on this provider.
 */
export async function startSessionThread(entry: string, setup: SessionSetup): Promise<SessionThread> {
  const opening = new MessageChannel();
  const start: SessionStart = { setup, reply: opening.port2 };
  // Native code reads the process's environment: what a thread sets in a copy of its own, ONNX Runtime never sees.
  const worker = new Worker(entry, { workerData: start, transferList: [opening.port2], env: SHARE_ENV });
  // A session that nobody waits for does not keep the process alive; whoever waits does so on a port that does.
  worker.unref();
  const ended = endOf(worker, setup);
  await nextAnswer<null>(opening.port1, ended);
  return {
    run: (tensor, dimensions) => {
      const { port1: answers, port2: reply } = new MessageChannel();
      const call: SessionCall = { tensor, dimensions, reply };
      worker.postMessage(call, [tensor.buffer, reply]);
      return nextAnswer<SessionRun>(answers, ended);
    },
    release: async () => {
      await worker.terminate();
    },
  };
}

/** The value of the one answer that comes on a port; `ended` is raised where none will come any more. */
async function nextAnswer<Value>(port: MessagePort, ended: AbortSignal): Promise<Value> {
  try {
    const [answer] = (await once(port, 'message', { signal: ended })) as [SessionAnswer<Value>];
    if (answer.kind === 'done') return answer.value;
    const { code, message, remedy } = answer.failure;
    throw new FailureError(code, message, remedy);
  } catch (error) {
    throw ended.aborted ? ended.reason : error;
  } finally {
    port.close();
  }
}

/** Raised, with the failure for whoever waits then, once the thread is no more. */
function endOf(worker: Worker, { descriptor: { id } }: SessionSetup): AbortSignal {
  const end = new AbortController();
  const fail = (why: string): void => {
    end.abort(
      new FailureError('ModelFailed', `the thread that runs ${id} ended: ${why}`, 'Try again, or use another model.'),
    );
  };
  worker.once('error', (error) => {
    fail(error.message);
  });
  worker.once('exit', (code) => {
    fail(`exit code ${String(code)}`);
  });
  return end.signal;
}
