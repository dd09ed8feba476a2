import { fork } from 'node:child_process';
import { createORPCClient, ORPCError } from '@orpc/client';
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
  });
  const gone = ended.then((how): never => {
    throw new ORPCError('EngineGone', {
      message: `the engine process ended (${String(how)})`,
      data: { remedy: 'Try again; if it happens with the same photo, report it.' },
    });
  });
  gone.catch(() => undefined);
  const link = new RPCLink({ port: ipcPort(child), experimental_transfer: cloneWhenBinary });
  const client: FathomClient = createORPCClient({
    call: (path, input, options) => Promise.race([link.call(path, input, options), gone]),
  });
  return { client, pid: child.pid, ended, stop: () => void child.kill() };
}
