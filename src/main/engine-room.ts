import type { EngineSettings, StartEngine } from '../host/engine-link';
import { startUtilityEngine, type EngineStart, type UtilityEngine } from './utility-engine';

/** The engines that the host starts one after the other, as the windows' ports need to see them. */
export interface EngineRoom {
  readonly start: StartEngine;
  /** Tells of the newest engine at once, where there is one, and of every later one; returns how to stop. */
  onStarted(listener: (engine: UtilityEngine) => void): () => void;
}

/** @param describe says how an engine is started under the settings there are then. */
export function createEngineRoom(describe: (settings: EngineSettings) => EngineStart): EngineRoom {
  const listeners = new Set<(engine: UtilityEngine) => void>();
  let newest: UtilityEngine | undefined;
  return {
    start(settings) {
      const engine = startUtilityEngine(describe(settings));
      newest = engine;
      void engine.ended.then(() => {
        if (newest === engine) newest = undefined;
      });
      for (const listener of listeners) listener(engine);
      return engine;
    },
    onStarted(listener) {
      listeners.add(listener);
      if (newest) listener(newest);
      return () => void listeners.delete(listener);
    },
  };
}
