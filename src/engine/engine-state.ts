import type { ModelStore } from './inference/model-store';
import type { PredictionCache } from './inference/prediction-cache';
import type { Predictor } from './inference/predictor';
import type { HeicDecoder } from './photo/heic/heic-decoder';
import type { PictureStore } from './photo/picture-store';
import type { RungChooser } from './precision/rung-chooser';

/** What an engine keeps between photos. */
export interface EngineState {
  readonly models: ModelStore;
  readonly predictor: Predictor;
  readonly heic: HeicDecoder;
  readonly rungs: RungChooser;
  readonly pictures: PictureStore;
  /** undefined where the host wants none. */
  readonly cache: PredictionCache | undefined;
}
