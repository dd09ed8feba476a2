import type { IpcPort } from '../ipc-port';

/** What a process of its own is started with. */
export interface ChildStart {
  /** A built entry, such as `engine.cjs`. */
  readonly entry: string;
  readonly args: readonly string[];
  /** Whether what it prints is thrown away: native code on trial prints much. */
  readonly isSilent: boolean;
}

/** A process that was started to serve this one, and that ends with it. */
export interface Child {
  /** Closes when the process ends. */
  readonly port: IpcPort;
  /** Undefined where it is not known here. */
  readonly pid: number | undefined;
  readonly hasEnded: () => boolean;
  /** Resolves with the exit code, the signal, or why it could not be started. Never rejects. */
  readonly ended: Promise<number | string>;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}

/** The one way to start a process: Node's own, or through Electron's main process. */
export type LaunchChild = (start: ChildStart) => Child;
