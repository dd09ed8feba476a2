import type { EngineConfig } from './engine-config';
import type { VerifiedModel } from './inference/verified-model';
import type { HeicDecoder } from './photo/heic/heic-decoder';
import type { ChosenRung, RungChooser, RungRequest, Testing } from './precision/rung-chooser';
import { sampleGeometry } from './sample-geometry';

/** What an engine chooses a rung with where no photo is named. */
export interface RungMeans {
  readonly config: Pick<EngineConfig, 'probe'>;
  readonly rungs: RungChooser;
  readonly heic: HeicDecoder;
}

/**
 * What a model runs on for photos of the sample's shape, unless otherwise said as far as is known already.
 *
 * @throws FailureError `DeviceMissing`; `ModelFailed` where no rung can be used.
 */
export async function usualRung(
  engine: RungMeans,
  model: VerifiedModel,
  request: RungRequest = { precision: 'auto', device: 'auto' },
  testing: Testing = 'never',
): Promise<ChosenRung> {
  engine.rungs.assertDevice(request.device);
  return engine.rungs.choose(model, await sampleGeometry(engine, model), request, testing);
}
