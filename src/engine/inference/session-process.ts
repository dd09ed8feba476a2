import type { LaunchChild } from '../children/child';
import { launchNodeChild } from '../children/node-child';
import { FailureError } from '../failure-error';
import { probesInProcesses, type ProbeStep } from '../precision/probe';
import type { SessionSetup } from './session-messages';
import type { SessionThread } from './session-thread';

/** How a session is begun somewhere else than in this thread. */
export type OpenSession = (setup: SessionSetup) => Promise<SessionThread>;

/** A person's own limits stand elsewhere; a session at work may take as long as it takes. */
const NO_LIMITS = { openMs: 2 ** 31 - 1, runMs: 2 ** 31 - 1 };

/**
 * Opens sessions in processes of their own, for what needs other variables in its environment than the engine's sessions.
 * They reject with a FailureError where ONNX Runtime cannot make a session of this model on this provider.
 *
 * @param entry the built `probe.cjs`.
 * @param launch how this process starts others.
 */
export function sessionProcesses(entry: string, launch: LaunchChild = launchNodeChild): OpenSession {
  const open = probesInProcesses(entry, NO_LIMITS, launch);
  return async (setup) => {
    const probe = valueOf(await open(setup), setup);
    return {
      run: async (tensor, dimensions) => ({ ...valueOf(await probe.run(tensor, dimensions), setup), tensor }),
      release: () => probe.close(),
    };
  };
}

function valueOf<Value>(step: ProbeStep<Value>, { descriptor: { id } }: SessionSetup): Value {
  switch (step.kind) {
    case 'done':
      return step.value;
    case 'outOfMemory':
      throw new FailureError('OutOfMemory', step.reason, 'Close other programs, or use a smaller model.');
    case 'missing':
      throw new FailureError('DeviceMissing', step.reason, 'Choose another device.');
    case 'failed':
    case 'crashed':
    case 'timeout':
      throw new FailureError('ModelFailed', `${id} failed: ${step.reason}`, 'Choose another precision or device.');
  }
}
