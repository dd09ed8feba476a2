import { createRouterClient } from '@orpc/server';
import type { FathomClient } from '../contract/contract';
import { createEngine } from './engine';
import type { EngineConfig } from './engine-config';
import { createRouter } from './router';

/** An engine in this very process: the shortest way for a command line, at the price of sharing its fate. */
export function startInProcessEngine(config: EngineConfig): { client: FathomClient; stop: () => Promise<void> } {
  const engine = createEngine(config);
  return { client: createRouterClient(createRouter(engine)), stop: () => engine.predictor.release() };
}
