import type { EngineConfig } from './engine-config';
import type { EngineState } from './estimate-depth';
import { ModelStore } from './inference/model-store';
import { PredictionCache } from './inference/prediction-cache';
import { Predictor } from './inference/predictor';

/** An engine as its router uses it: the state photos share, and what the host decided. */
export interface Engine extends EngineState {
  readonly config: EngineConfig;
}

/** Sets up an engine; models are opened and sessions made when the first photo needs them. */
export function createEngine(config: EngineConfig): Engine {
  return {
    config,
    models: new ModelStore(config.modelsFolder, config.userModelsFolder),
    predictor: new Predictor(config),
    cache: config.cache && new PredictionCache(config.cache.folder, config.cache.limitBytes),
  };
}
