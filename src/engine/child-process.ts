import { AsyncIteratorClass, createORPCClient, mapEventIterator, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { FathomClient } from '../contract/contract';
import { cloneWhenBinary } from '../contract/transfer';
import type { LaunchChild } from './children/child';
import { launchNodeChild } from './children/node-child';
import { engineArguments } from './engine-arguments';
import type { EngineConfig } from './engine-config';

export interface EngineProcess {
  readonly client: FathomClient;
  /** Undefined where Electron's main process started it. */
  readonly pid: number | undefined;
  /** Resolves with the exit code or signal once the process has ended, however it did. */
  readonly ended: Promise<number | string>;
  stop(): void;
}

/**
 * Starts an engine as a child process, so that a crash in native code ends a photo and not the program.
 * Calls on a dead engine are answered with `EngineGone` instead of waiting for ever.
 *
 * @param entry the built `engine.cjs`.
 * @param launch how this process starts others.
 */
export function startEngineProcess(
  entry: string,
  config: EngineConfig,
  launch: LaunchChild = launchNodeChild,
): EngineProcess {
  const child = launch({ entry, args: engineArguments(config), isSilent: false });
  const { ended } = child;
  const link = new RPCLink({ port: child.port, experimental_transfer: cloneWhenBinary });
  // Whatever fails once the channel is cut fails because the process has ended.
  const explain = async (error: unknown): Promise<unknown> => (child.hasEnded() ? engineGone(await ended) : error);
  const client: FathomClient = createORPCClient({
    call: async (path, input, options) => {
      if (child.hasEnded()) throw engineGone(await ended);
      try {
        const output = await link.call(path, input, options);
        return output instanceof AsyncIteratorClass
          ? mapEventIterator(output, { value: (event: unknown) => Promise.resolve(event), error: explain })
          : output;
      } catch (error) {
        throw await explain(error);
      }
    },
  });
  return {
    client,
    pid: child.pid,
    ended,
    stop: () => {
      child.kill();
    },
  };
}

function engineGone(how: number | string): ORPCError<'EngineGone', { remedy: string }> {
  return new ORPCError('EngineGone', {
    defined: true,
    message: `the engine process ended (${String(how)})`,
    data: { remedy: 'Try again; if it happens with the same photo, report it.' },
  });
}
