import type { FathomClient } from '../contract/contract';

/** A running engine, wherever it runs. */
export interface EngineLink {
  /** Calls on it fail with `EngineGone` once it has ended. */
  readonly client: FathomClient;
  /** Resolves with the exit code or signal, however it ended. */
  readonly ended: Promise<number | string>;
  stop(): void;
}

/** What a person's settings mean for an engine as a whole. */
export interface EngineSettings {
  readonly cacheLimitBytes: number;
  /** The system's usual place where undefined. */
  readonly cacheFolder: string | undefined;
}

/** Starts a new engine; the host starts the next one when this has ended. */
export type StartEngine = (settings: EngineSettings) => EngineLink;
