import path from 'node:path';
import type { Admission } from '../contract/depth-view';
import { Activity } from './activity';
import type { EngineConfig } from './engine-config';
import type { EngineState } from './estimate-depth';
import { BoundedCache } from './files/bounded-cache';
import { collectGarbageLessOften } from './heap-growth';
import { ModelStore } from './inference/model-store';
import { PredictionCache } from './inference/prediction-cache';
import { Predictor } from './inference/predictor';
import { freeMemoryBytes } from './models/free-memory';
import { MeasurementStore } from './models/measurement-store';
import { requireMemory } from './models/require-memory';
import { PictureStore } from './photo/picture-store';

/** Of the cache's limit, what thumbnails may take: the rest is for predictions, a hundred times as large. */
const THUMBNAIL_SHARE = 0.1;

/** An engine as its router uses it: the state photos share, and what the host decided. */
export interface Engine extends EngineState {
  readonly config: EngineConfig;
  readonly measurements: MeasurementStore;
  readonly activity: Activity;
  readonly freeMemoryBytes: () => number;
  /** Photos the depth view may ask for, by their ids. */
  readonly admitted: Map<string, Admission>;
}

/**
 * Sets up an engine; models are opened and sessions made when the first photo needs them.
 *
 * @param freeBytes what models may take, asked before each is opened.
 */
export function createEngine(config: EngineConfig, freeBytes = freeMemoryBytes): Engine {
  collectGarbageLessOften();
  const { cache, userModelsFolder, threads } = config;
  const thumbnails =
    cache &&
    new BoundedCache(path.join(cache.folder, 'thumbnails'), '.jpg', Math.floor(cache.limitBytes * THUMBNAIL_SHARE));
  const measurements = new MeasurementStore(
    userModelsFolder === undefined ? undefined : path.join(userModelsFolder, 'measurements.json'),
    threads,
  );
  return {
    config,
    measurements,
    activity: new Activity(),
    freeMemoryBytes: freeBytes,
    models: new ModelStore(config.modelsFolder, config.userModelsFolder),
    predictor: new Predictor(config, (means) => requireMemory(means, measurements, freeBytes())),
    pictures: new PictureStore(thumbnails),
    cache: cache && new PredictionCache(cache.folder, Math.floor(cache.limitBytes * (1 - THUMBNAIL_SHARE))),
    admitted: new Map(),
  };
}
