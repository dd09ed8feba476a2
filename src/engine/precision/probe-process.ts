import { findParent } from '../children/parent';
import { failureOf } from '../failure-error';
import { openDepthSession, type DepthSession } from '../inference/depth-session';
import type { SessionAnswer } from '../inference/session-messages';
import type { ProbeCall } from './probe-messages';

/**
 * Entry of a process that opens one session and runs it as it is told, for whoever wants to know whether that works: what
 * native code does to it, it does to nothing else. It ends with its parent.
 */
function serve(): void {
  let session: DepthSession | undefined;
  let last: Extract<ProbeCall, { kind: 'run' }> | undefined;
  const carryOut = async (call: ProbeCall): Promise<unknown> => {
    switch (call.kind) {
      case 'open':
        session = await openDepthSession(call.setup);
        return null;
      case 'run':
        last = call;
        return { ...(await session!.run(call.tensor, call.dimensions)), tensor: new Float32Array() };
      case 'time':
        return (await session!.run(last!.tensor, last!.dimensions)).inferMs;
    }
  };
  findParent().onPort((port) => {
    port.on('message', (event) => {
      void carryOut(event!.data as ProbeCall)
        .then((value): SessionAnswer<unknown> => ({ kind: 'done', value }))
        .catch((error: unknown): SessionAnswer<unknown> => ({ kind: 'failed', failure: failureOf(error, 'the model') }))
        .then((answer) => {
          port.postMessage(answer);
        });
    });
  });
}

serve();
