import type { Serializable } from 'node:child_process';

/** What a child process and its parent share of each other: `process` in the child, `ChildProcess` in the parent. */
interface IpcChannel {
  send?: ((message: Serializable) => boolean) | undefined;
  on(event: 'message' | 'disconnect', listener: (message: unknown) => void): unknown;
}

/** The shape of message port that oRPC's adapter takes. */
export interface IpcPort {
  postMessage(message: unknown): void;
  on(event: string, listener: (event?: { data: unknown }) => void): void;
}

/**
 * A child process's IPC channel as a message port. The process must be forked with `serialization: 'advanced'`, so that
 * typed arrays travel as they are.
 */
export function ipcPort(channel: IpcChannel): IpcPort {
  return {
    postMessage: (message) => void channel.send?.(message as Serializable),
    on: (event, listener) => {
      if (event === 'message')
        channel.on('message', (data) => {
          listener({ data });
        });
      if (event === 'close')
        channel.on('disconnect', () => {
          listener();
        });
    },
  };
}
