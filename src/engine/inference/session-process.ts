import { FailureError } from '../failure-error';
import { probesInProcesses, type ProbeStep } from '../precision/probe';
import type { SessionSetup } from './session-messages';
import type { SessionThread } from './session-thread';

/** A person's own limits stand elsewhere; a session at work may take as long as it takes. */
const NO_LIMITS = { openMs: 2 ** 31 - 1, runMs: 2 ** 31 - 1 };

/**
 * A session in a process of its own, for what needs other variables in its environment than the engine's sessions.
 *
 * @param entry the built `probe.cjs`.
 * @throws FailureError where ONNX Runtime cannot make a session of this model on this provider.
 */
export async function startSessionProcess(entry: string, setup: SessionSetup): Promise<SessionThread> {
  const probe = valueOf(await probesInProcesses(entry, NO_LIMITS)(setup), setup);
  return {
    run: async (tensor, dimensions) => ({ ...valueOf(await probe.run(tensor, dimensions), setup), tensor }),
    release: () => probe.close(),
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
