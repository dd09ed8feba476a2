import { fork } from 'node:child_process';
import { AsyncIteratorClass, createORPCClient, mapEventIterator, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { FathomClient } from '../contract/contract';
import { cloneWhenBinary } from '../contract/transfer';
import { engineArguments } from './engine-arguments';
import type { EngineConfig } from './engine-config';
import { ipcPort } from './ipc-port';

export interface EngineProcess {
  readonly client: FathomClient;
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
 */
export function startEngineProcess(entry: string, config: EngineConfig): EngineProcess {
  const child = fork(entry, engineArguments(config), { serialization: 'advanced' });
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
    // No process could be started, or none is there any more to take a message.
    child.on('error', (error) => {
      resolve(error.message);
    });
  });
  const link = new RPCLink({ port: ipcPort(child), experimental_transfer: cloneWhenBinary });
  // Whatever fails once the channel is cut fails because the process has ended.
  const explain = async (error: unknown): Promise<unknown> => (child.connected ? error : engineGone(await ended));
  const client: FathomClient = createORPCClient({
    call: async (path, input, options) => {
      if (!child.connected) throw engineGone(await ended);
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
  return { client, pid: child.pid, ended, stop: () => void child.kill() };
}

function engineGone(how: number | string): ORPCError<'EngineGone', { remedy: string }> {
  return new ORPCError('EngineGone', {
    defined: true,
    message: `the engine process ended (${String(how)})`,
    data: { remedy: 'Try again; if it happens with the same photo, report it.' },
  });
}
