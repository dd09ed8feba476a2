import type { FathomClient } from '../contract/contract';

/** A running engine, wherever it runs. */
export interface EngineLink {
  /** Calls on it fail with `EngineGone` once it has ended. */
  readonly client: FathomClient;
  /** Resolves with the exit code or signal, however it ended. */
  readonly ended: Promise<number | string>;
  stop(): void;
}

/** Starts a new engine; the host starts the next one when this has ended. */
export type StartEngine = () => EngineLink;
